import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RunRecord } from './run-record';

/** Runs that are kept. */
const RUNS = 200;

/** Adds a run to the history, one line of JSON each, oldest first, bounded. */
export function keepHistory(file: string, record: RunRecord, milliseconds: number): void {
  mkdirSync(dirname(file), { recursive: true });
  const line = JSON.stringify({
    at: new Date().toISOString(),
    commit: commitOf(process.cwd()),
    milliseconds: Math.round(milliseconds),
    // Starting and ending the environment: what a shard costs whatever it runs.
    besides: Math.max(Math.round(milliseconds - record.span), 0),
    scenarios: record.scenarios,
  });
  appendFileSync(file, `${line}\n`);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  if (lines.length > RUNS) writeFileSync(file, `${lines.slice(-RUNS).join('\n')}\n`);
}

/** The commit that is checked out there; empty outside of a checkout. */
export function commitOf(folder: string): string {
  try {
    return execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return '';
  }
}
