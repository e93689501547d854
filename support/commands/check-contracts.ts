import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT } from '../environment/paths';
import { explain } from './report';

const CONTRACTS = join(PROJECT, 'contracts');
const GENERATED = join(CONTRACTS, 'generated');
const GENERATOR = join(PROJECT, 'node_modules/openapi-typescript/bin/cli.js');

/**
 * Whether the types in contracts/generated are what the contracts say: exit code 1 when not, naming each file. With --write they are made anew.
 */
async function main(): Promise<number> {
  const names = contracts();
  if (process.argv.includes('--write')) {
    await generate(names, GENERATED);
    return verdict(`Wrote the types of ${names.length} contracts`, 0);
  }
  const folder = await mkdtemp(join(tmpdir(), 'contracts-'));
  try {
    await generate(names, folder);
    const stale = [...names.filter((name) => read(folder, name) !== read(GENERATED, name)), ...strays(names)];
    if (stale.length === 0) return verdict(`The types of ${names.length} contracts are up to date`, 0);
    const files = stale.map((name) => `  contracts/generated/${name}.ts`).join('\n');
    return verdict(`Not what the contracts say:\n${files}\nMake them anew: npm run contracts`, 1);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Names of the contracts in OpenAPI; what else lies there has no types. */
function contracts(): readonly string[] {
  const files = globSync('*.yaml', { cwd: CONTRACTS }).sort();
  return files
    .filter((file) => /^openapi:/m.test(readFileSync(join(CONTRACTS, file), 'utf8')))
    .map((file) => basename(file, '.yaml'));
}

async function generate(names: readonly string[], folder: string): Promise<void> {
  const make = (name: string) =>
    promisify(execFile)(process.execPath, [
      GENERATOR,
      join(CONTRACTS, `${name}.yaml`),
      '-o',
      join(folder, `${name}.ts`),
    ]);
  await Promise.all(names.map(make));
}

function read(folder: string, name: string): string {
  const file = join(folder, `${name}.ts`);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** Generated types whose contract is gone. */
function strays(names: readonly string[]): readonly string[] {
  return globSync('*.ts', { cwd: GENERATED })
    .map((file) => basename(file, '.ts'))
    .filter((name) => !names.includes(name));
}

function verdict(text: string, code: number): number {
  console.log(text);
  return code;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(explain(error));
    process.exitCode = 1;
  },
);
