import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** The project's own gates, each an npm script; those of one row run side by side. */
const ROWS = [
  ['check:types', 'check:lint', 'check:layers', 'check:features', 'check:contracts'],
  ['test:unit'],
  ['bdd:nothing'],
] as const;

interface Verdict {
  readonly script: string;
  readonly passed: number;
  readonly failed: number;
}

/** Runs all gates, shows what the failed ones said, and ends in a line with the totals. */
async function main(): Promise<number> {
  const verdicts: Verdict[] = [];
  for (const row of ROWS) verdicts.push(...(await inTurns(row, Math.max(1, availableParallelism()))));
  const total = (of: 'passed' | 'failed') => verdicts.reduce((sum, verdict) => sum + verdict[of], 0);
  console.log(`\n${total('passed')} passed, ${total('failed')} failed`);
  return total('failed') === 0 ? 0 : 1;
}

async function inTurns(scripts: readonly string[], lanes: number): Promise<readonly Verdict[]> {
  const waiting = [...scripts];
  const verdicts: Verdict[] = [];
  const lane = async () => {
    for (let script = waiting.shift(); script; script = waiting.shift()) verdicts.push(await run(script));
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return verdicts;
}

async function run(script: string): Promise<Verdict> {
  const start = performance.now();
  const { code, output } = await outcomeOf(script);
  const verdict = judge(script, code, output);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `${verdict.failed === 0 ? '✓' : '✗'} ${script} (${verdict.passed} passed, ${verdict.failed} failed, ${seconds} s)`,
  );
  if (verdict.failed > 0) console.log(output);
  return verdict;
}

function outcomeOf(script: string): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += String(data)));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** A runner of unit tests counts its tests; any other gate is one check. No gate passes with a failing exit code. */
function judge(script: string, code: number, output: string): Verdict {
  const sum = (word: string) =>
    [...output.matchAll(new RegExp(`^ℹ ${word} (\\d+)$`, 'gm'))].reduce((all, [, count]) => all + Number(count), 0);
  const tests = sum('tests');
  const failed = Math.max(sum('fail') + sum('cancelled'), code === 0 ? 0 : 1);
  return tests > 0 ? { script, passed: sum('pass'), failed } : { script, passed: failed === 0 ? 1 : 0, failed };
}

void main().then((code) => {
  process.exitCode = code;
});
