import { execFile } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { createBrotliDecompress } from 'node:zlib';
import { PROJECT } from '../paths';

/** What the npm package holds, unpacked. */
export interface BrowserPackage {
  readonly executable: string;
  /** A configuration of fontconfig: its own fonts beside the system's, of which a server has none. */
  readonly fonts: string;
  /** Folder of the libraries that a minimal system lacks. */
  readonly libraries: string;
}

/**
 * Unpacks the package's Chromium into a folder of the cache by its version, once: the package itself would unpack into the machine's shared
 * temporary folder. Rejects where the package is not installed.
 */
export async function unpackBrowser(cache: string): Promise<BrowserPackage> {
  const folder = join(PROJECT, 'node_modules/@sparticuz/chromium');
  const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as { readonly version: string };
  const place = join(cache, version);
  const unpacked = {
    executable: join(place, 'chromium'),
    fonts: join(place, 'fonts.conf'),
    libraries: join(place, 'lib'),
  };
  if (await exists(unpacked.executable)) return unpacked;
  const work = `${place}.${process.pid}`;
  await mkdir(work, { recursive: true });
  try {
    const bin = join(folder, 'bin');
    await Promise.all([
      inflate(join(bin, 'chromium.br'), join(work, 'chromium'), 0o755),
      extract(join(bin, 'al2023.tar.br'), work),
      extract(join(bin, 'fonts.tar.br'), work),
    ]);
    await writeFile(join(work, 'fonts.conf'), fontConfiguration(join(place, 'fonts'), join(cache, 'fonts')));
    await rename(work, place).catch(unlessThere(unpacked.executable));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return unpacked;
}

/** Another start has unpacked it meanwhile, and its result is as good. */
function unlessThere(file: string) {
  return async (error: unknown): Promise<void> => {
    if (!(await exists(file))) throw error;
  };
}

async function inflate(from: string, to: string, mode: number): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode }));
}

async function extract(archive: string, folder: string): Promise<void> {
  const tar = join(folder, `${archive.split('/').at(-1)}.tar`);
  await inflate(archive, tar, 0o600);
  await promisify(execFile)('tar', ['-xf', tar, '-C', folder]);
  await rm(tar);
}

function fontConfiguration(fonts: string, cache: string): string {
  const folders = [fonts, '/usr/share/fonts', '/usr/local/share/fonts'].map((folder) => `  <dir>${folder}</dir>`);
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${folders.join('\n')}
  <cachedir>${cache}</cachedir>
</fontconfig>
`;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
