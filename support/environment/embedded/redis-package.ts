import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { UnderWay } from './under-way';

const underWay = new UnderWay();

/**
 * Fetches Debian's or Ubuntu's Redis (about 1.4 MB) into a folder of the project. apt gets its own lists and cache, so
 * that neither root nor a change to the system is needed.
 */
export async function fetchRedis(cache: string): Promise<void> {
  await underWay.join(cache, () => fetchInto(cache));
}

async function fetchInto(cache: string): Promise<void> {
  const work = `${cache}.${process.pid}`;
  const packages = join(work, 'packages');
  const unpacked = join(work, 'unpacked');
  try {
    for (const folder of [packages, unpacked, join(work, 'lists/partial'), join(work, 'cache/archives/partial')]) {
      mkdirSync(folder, { recursive: true });
    }
    await run('apt-get', [...options(work), 'update'], { cwd: packages });
    await run('apt-get', [...options(work), 'download', ...PACKAGES], { cwd: packages });
    for (const file of readdirSync(packages)) {
      await run('dpkg-deb', ['-x', join(packages, file), unpacked]);
    }
    moveOver(unpacked, cache);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The server's name lies in redis-server, its program in redis-tools; the others are the libraries that a minimal system lacks. */
const PACKAGES = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1'] as const;

const run = promisify(execFile);

function options(work: string): readonly string[] {
  const settings = {
    'Dir::State::lists': join(work, 'lists'),
    'Dir::Cache': join(work, 'cache'),
    'APT::Sandbox::User': '',
    'Debug::NoLocking': 'true',
    'Acquire::Retries': '3',
  };
  return ['-qq', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}

/** What is there did not run when it was tried, or was put there by another start meanwhile, and this one is as good. */
function moveOver(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  renameSync(from, to);
}
