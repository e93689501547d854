import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { COVERAGE_VARIABLE } from '../environment/embedded/child-processes';
import { EnvironmentError } from '../environment/environment';
import { PROJECT } from '../environment/paths';
import { readArguments } from '../measure/arguments';
import { runCommand } from '../measure/command';
import { type Covered, coverageOf, type FileCoverage, isReached } from '../measure/coverage';
import { runSuite } from '../measure/suite-run';
import { table } from './report';

const RAW = join(PROJECT, '.e2e/coverage');
const REPORT = join(PROJECT, 'reports/coverage');
const PLATFORM = join(PROJECT, 'platform');

/** Runs the suite and tells how much of each service's code it ran, beside the goal; exit code 1 when one is missed or a scenario failed. */
async function coverage(given: readonly string[], signal: AbortSignal): Promise<number> {
  readArguments(given, {});
  rmSync(RAW, { recursive: true, force: true });
  rmSync(REPORT, { recursive: true, force: true });
  mkdirSync(RAW, { recursive: true });
  process.stdout.write('running all scenarios\n');
  const run = await runSuite({
    folder: PROJECT,
    arguments: [],
    environment: { E2E_ATTACH: 'never', [COVERAGE_VARIABLE]: RAW },
    messages: '.e2e/coverage-messages.ndjson',
    signal,
  });
  const processes = readdirSync(RAW).length;
  if (processes === 0) throw new EnvironmentError(`No service left coverage in ${RAW}:\n${run.complaints.trim()}`);
  await report(signal);
  const covered = coverageOf(readSummary());
  const failed = run.scenarios.filter(({ status }) => status !== 'passed');
  process.stdout.write(`\n${show(covered)}\n`);
  process.stdout.write(
    `\nFrom ${processes} processes that ended in order; what only those ran that a scenario killed is missing here.\n` +
      `${run.scenarios.length} scenarios, ${failed.length} of them failed. Line by line: ${relative(PROJECT, REPORT)}/index.html\n`,
  );
  return failed.length === 0 && covered.every(isReached) ? 0 : 1;
}

/** V8's own figures become lines by c8; files that nobody loaded count as not run. */
async function report(signal: AbortSignal): Promise<void> {
  const parameters = [
    ...['report', '--temp-directory', RAW, '--reports-dir', REPORT, '--all', '--src', PLATFORM],
    ...['--include', 'platform/**/*.ts', '--extension', '.ts', '--reporter', 'html', '--reporter', 'json-summary'],
    // What runs in a customer's browser is no service.
    ...['--exclude', '**/*.test.ts', '--exclude', 'platform/portal/app/**', '--exclude', '**/testing/**'],
  ];
  const child = spawn(process.execPath, [join(PROJECT, 'node_modules/c8/bin/c8.js'), ...parameters], {
    cwd: PROJECT,
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
  });
  const [[code], complaints] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
  if (code !== 0) throw new EnvironmentError(`c8 could not make the report (code ${code}):\n${complaints.trim()}`);
}

function readSummary(): Readonly<Record<string, FileCoverage>> {
  const file = join(REPORT, 'coverage-summary.json');
  if (!existsSync(file)) throw new EnvironmentError(`c8 has left no ${relative(PROJECT, file)}.`);
  const { total: _, ...files } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, FileCoverage>;
  return Object.fromEntries(Object.entries(files).map(([path, one]) => [relative(PLATFORM, path), one]));
}

function show(covered: readonly Covered[]): string {
  const rows = covered.map((one) => [
    one.name,
    `>= ${one.goal} %`,
    percent(one.lines),
    isReached(one) ? 'ok' : 'NO',
    percent(one.branches),
  ]);
  return table(['component', 'goal', 'lines', 'ok', 'branches'], rows);
}

function percent(share: number | undefined): string {
  return share === undefined ? 'not measured' : `${share.toFixed(1)} %`;
}

void runCommand(coverage);
