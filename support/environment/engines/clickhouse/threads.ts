import process from 'node:process';

// Every statement occupies a thread of libuv's pool, whose size is read once, at its first use: this module has to be
// the first one main.ts imports.
process.env.UV_THREADPOOL_SIZE ??= '16';
