import { execFileSync } from 'node:child_process';
import { ConfigurationError } from '../../support/config';
import { PROJECT } from '../../support/environment/paths';
import { runCommand } from '../../support/measure/command';
import { readOptions } from '../arguments';
import { newFeature } from '../new-feature';

const USAGE = 'npm run new:feature -- <capability> "<Feature name>" [--owner "<name>"]';

/** Leaves a capability ready to be written in: a draft that passes the checks and is left out of runs. */
async function main(given: readonly string[]): Promise<number> {
  const [capability, name, ...rest] = given;
  if (!capability || !name || capability.startsWith('-'))
    throw new ConfigurationError('The arguments', given.join(' ') || undefined, USAGE);
  const { owner } = readOptions(rest, { owner: 'one' });
  const date = new Date().toISOString().slice(0, 10);
  const written = newFeature(PROJECT, { capability, name, owner: owner?.[0] ?? userName(), date });
  for (const path of written) console.log(path);
  console.log('How to go on: docs/writing-features.md');
  return 0;
}

/** Who commits here; empty where nobody has said so. */
function userName(): string {
  try {
    return execFileSync('git', ['config', 'user.name'], { cwd: PROJECT, encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

void runCommand(main);
