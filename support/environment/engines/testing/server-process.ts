import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A server running as a process of its own, on a port the system chose. */
export interface ServerProcess {
  readonly url: string;
  /** Sends SIGTERM and tells the exit code; null where the process had to be killed. */
  stop(): Promise<number | null>;
}

/** Starts `main`, a path below the engines folder, and waits until it listens. */
export async function startServer(main: string, dataDir: string): Promise<ServerProcess> {
  const child = spawnMain(main, { DATA_DIR: dataDir, PORT: '0' });
  const url = await listening(child);
  return {
    url,
    async stop() {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = await exit;
      return code;
    },
  };
}

/**
 * What a conformance test is held against: the real engine where CONFORMANCE_CLICKHOUSE_URL or CONFORMANCE_QDRANT_URL tells of one, which may
 * lose what it holds; else our server.
 */
export async function serverUnderTest(name: 'clickhouse' | 'qdrant', dataDir: string): Promise<ServerProcess> {
  const real = process.env[`CONFORMANCE_${name.toUpperCase()}_URL`];
  return real ? { url: real, stop: async () => 0 } : startServer(`${name}/main.ts`, dataDir);
}

/** Runs `main` with settings it should refuse. */
export async function runToEnd(
  main: string,
  environment: NodeJS.ProcessEnv,
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const child = spawnMain(main, environment);
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [code] = await once(child, 'close');
  return { code, stderr };
}

/** A new folder for one test's data, and how to remove it. */
export async function temporaryFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'engines-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

function spawnMain(main: string, settings: NodeJS.ProcessEnv): ChildProcess {
  const file = fileURLToPath(new URL(`../${main}`, import.meta.url));
  const { PORT: _port, HOST: _host, DATA_DIR: _folder, LOG_LEVEL: _level, ...environment } = process.env;
  return spawn(process.execPath, [file], { env: { ...environment, ...settings }, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function listening(child: ChildProcess): Promise<string> {
  if (child.stdout === null || child.stderr === null) throw new Error('The server has no output to read');
  const heard: string[] = [];
  child.stderr.on('data', (chunk) => heard.push(String(chunk)));
  for await (const line of createInterface({ input: child.stdout })) {
    heard.push(line);
    const port = /"addresses":\[\{[^\]]*"port":(\d+)/.exec(line)?.[1];
    if (port !== undefined) {
      child.stdout.resume();
      return `http://127.0.0.1:${port}`;
    }
  }
  throw new Error(`The server ended before it listened:\n${heard.join('\n')}`);
}
