import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import type { Envelope } from '@cucumber/messages';
import { NOWHERE } from '../environment/addresses';
import { CUCUMBER } from '../environment/paths';
import { RunRecord } from '../reports/run-record';

const MESSAGES = 'reports/nothing/messages.ndjson';

/** Runs every scenario where nothing listens. It is well when every one of them fails: exit code 0; else 1, with those that do not. */
function main(): number {
  mkdirSync('reports/nothing', { recursive: true });
  spawnSync(process.execPath, [CUCUMBER, '--profile', 'nothing', ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, E2E_PREFLIGHT: 'off', E2E_ADDRESSES: JSON.stringify(NOWHERE) },
  });
  const record = new RunRecord();
  for (const line of readFileSync(MESSAGES, 'utf8').split('\n')) if (line) record.take(JSON.parse(line) as Envelope);
  const harmless = record.scenarios.filter(({ status }) => status !== 'failed');
  if (record.scenarios.length === 0) return verdict('No scenario was run, so nothing is proven.', 1);
  if (harmless.length === 0)
    return verdict(`With nothing running, all ${record.scenarios.length} scenarios fail. Well so.`, 0);
  return verdict(
    `With nothing running, these do not fail:\n${harmless.map(({ location }) => `  ${location}`).join('\n')}`,
    1,
  );
}

function verdict(text: string, code: number): number {
  console.log(text);
  return code;
}

process.exitCode = main();
