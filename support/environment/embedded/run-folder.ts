import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { EnvironmentError } from '../environment';
import { identify, PROCESS_IDENTITY, type ProcessIdentity } from './process-identity';

const RECORD = z.object({
  owner: PROCESS_IDENTITY,
  processes: z.array(PROCESS_IDENTITY.extend({ name: z.string() })),
});

/** Who started a run and what it started. */
export type RunRecord = Readonly<z.infer<typeof RECORD>>;

/** The record in a run's folder; undefined when it has none that can be read. */
export function readRecord(folder: string): RunRecord | undefined {
  try {
    return RECORD.parse(JSON.parse(readFileSync(join(folder, FILE), 'utf8')));
  } catch {
    return undefined;
  }
}

/** The folder of one environment: data, logs, and the list of processes by which a later start can sweep it. */
export class RunFolder {
  readonly runId = `${new Date().toISOString().replaceAll(/[-:]|\..*/g, '')}-${randomBytes(3).toString('hex')}`;
  readonly path: string;
  readonly logs: string;
  private readonly owner = self();
  private processes: readonly RunRecord['processes'][number][] = [];

  constructor(runs: string) {
    this.path = join(runs, this.runId);
    this.logs = join(this.path, 'logs');
    mkdirSync(this.path, { recursive: true });
    this.write();
    mkdirSync(this.logs, { mode: 0o700 });
  }

  /** A service's own folder for data, made here. */
  data(name: string): string {
    const path = join(this.path, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  }

  log(name: string): string {
    return join(this.logs, `${name}.log`);
  }

  /** Notes a process at once, so that it is found even when this one is killed in the next moment. */
  add(name: string, pid: number): void {
    const identity = identify(pid);
    if (identity === undefined) return;
    this.processes = [...this.processes, { name, ...identity }];
    this.write();
  }

  /** Removes the folder, or moves it to `kept`. */
  close(kept?: string): void {
    if (kept === undefined) {
      rmSync(this.path, { recursive: true, force: true });
      return;
    }
    mkdirSync(kept, { recursive: true });
    renameSync(this.path, join(kept, this.runId));
  }

  private write(): void {
    const file = join(this.path, FILE);
    const record: RunRecord = { owner: this.owner, processes: [...this.processes] };
    writeFileSync(`${file}.new`, JSON.stringify(record, undefined, 2));
    renameSync(`${file}.new`, file);
  }
}

const FILE = 'processes.json';

function self(): ProcessIdentity {
  const identity = identify(process.pid);
  if (identity === undefined) {
    throw new EnvironmentError('The start time of this process cannot be read (needs /proc on Linux, ps elsewhere).');
  }
  return identity;
}
