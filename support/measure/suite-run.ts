import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Envelope } from '@cucumber/messages';
import { RunRecord, type ScenarioRecord } from '../reports/run-record';

/** How to run Cucumber in a copy of the project, or in the project itself. */
export interface SuiteOptions {
  /** The folder that holds the project. */
  readonly folder: string;
  /** Arguments of cucumber-js: what to run, in which order. */
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Where the messages go; relative to the folder. */
  readonly messages: string;
  /** Of Cucumber, relative to the folder; the suite as it is without it. */
  readonly config?: string;
  /** Ends the run, and with it whatever it has started. */
  readonly signal: AbortSignal;
  /** Told the number of the process as soon as there is one. */
  readonly started?: (pid: number) => void;
}

/** What a run has come to. */
export interface SuiteRun {
  /** Cucumber's: 0 all passed, 1 something failed, 2 it could not run. */
  readonly exitCode: number;
  readonly scenarios: readonly ScenarioRecord[];
  /** The sentences that promise something, of all scenarios: those of their Thens. */
  readonly promises: ReadonlySet<string>;
  /** What went wrong outside of any scenario: residue, above all. */
  readonly problems: readonly string[];
  /** Services that ended though nobody had asked them to. */
  readonly died: readonly string[];
  /** Wall milliseconds from the start of the process to its end. */
  readonly milliseconds: number;
  /** What it wrote to the error stream. */
  readonly complaints: string;
}

/** Runs the suite in a process of its own and reads its messages. @throws the signal's reason once the process is gone */
export async function runSuite(options: SuiteOptions): Promise<SuiteRun> {
  options.signal.throwIfAborted();
  const messages = join(options.folder, options.messages);
  mkdirSync(dirname(messages), { recursive: true });
  rmSync(messages, { force: true });
  const begun = performance.now();
  const { exitCode, complaints } = await runCucumber(options);
  const milliseconds = performance.now() - begun;
  options.signal.throwIfAborted();
  const promises = new Set<string>();
  const { scenarios, problems } = readMessages(messages, ({ pickle }) => {
    for (const { type, text } of pickle?.steps ?? []) if (type === 'Outcome') promises.add(text);
  });
  return { exitCode, scenarios, promises, problems, died: diedIn(complaints), milliseconds, complaints };
}

/** The record of a file of messages; an empty one where there is no file. */
export function readMessages(file: string, each: (envelope: Envelope) => void = () => {}): RunRecord {
  const record = new RunRecord();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  for (const line of lines) {
    if (line === '') continue;
    const envelope = JSON.parse(line) as Envelope;
    record.take(envelope);
    each(envelope);
  }
  return record;
}

/** Names of services that the environment missed, from what the run said of them. */
export function diedIn(complaints: string): readonly string[] {
  return [...complaints.matchAll(/^(\S+) ended (?:with code \d+|by SIG\w+)\. The end of its log/gm)].flatMap(
    ([, name]) => name ?? [],
  );
}

/** Asked to end, Cucumber stops its environment first: seconds. After this it is killed. Wall milliseconds. */
const GRACE_MS = 20_000;

async function runCucumber(options: SuiteOptions): Promise<{ exitCode: number; complaints: string }> {
  const cucumber = join(options.folder, 'node_modules/@cucumber/cucumber/bin/cucumber.js');
  const config = options.config ?? 'support/measure/cucumber.js';
  const quiet = ['--config', config, '--format', `message:${options.messages}`];
  const child = spawn(process.execPath, [cucumber, ...quiet, ...options.arguments], {
    cwd: options.folder,
    env: { ...inherited(), ...options.environment },
    stdio: ['ignore', 'ignore', 'pipe'],
    // Own process group: Ctrl-C reaches it through us, once.
    detached: true,
  });
  let insist: NodeJS.Timeout | undefined;
  const end = (): void => {
    child.kill('SIGTERM');
    insist = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
  };
  options.signal.addEventListener('abort', end, { once: true });
  try {
    if (child.pid !== undefined) options.started?.(child.pid);
    const [[code], complaints] = await Promise.all([once(child, 'exit'), text(child.stderr)]);
    return { exitCode: typeof code === 'number' ? code : 2, complaints };
  } finally {
    clearTimeout(insist);
    options.signal.removeEventListener('abort', end);
  }
}

/** Without what another run may have left: every run has a name and addresses of its own. */
function inherited(): NodeJS.ProcessEnv {
  const { E2E_RUN: _run, E2E_ADDRESSES: _addresses, E2E_PREFLIGHT: _preflight, ...environment } = process.env;
  return environment;
}
