import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { EnvironmentError } from '../support/environment/environment';
import { servicesRunning } from './affected';
import { FROM_BENCH, type FromBench } from './bench-messages';
import { copyAgain, mend, seed } from './copy';
import type { Defect } from './defect';

export interface BenchOptions {
  /** A copy of the project, in which nothing is run. */
  readonly original: string;
  /** Where the bench's own copy is, or will be. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Told every process that is started, so that it can be ended if this one is killed. */
  readonly started: (name: string, pid: number) => void;
}

/**
 * A copy of the project and an environment that runs its programs, for one defect after the other. Stores, simulators and all services whose
 * program is the same go on running: starting them takes longer than most scenarios do.
 */
export class Bench {
  /** What is in the copy, and what is in the programs that run. */
  #seeded: Defect | undefined;
  #running: Defect | undefined;
  #process: ChildProcess | undefined;
  #died: string[] = [];

  constructor(private readonly options: BenchOptions) {
    copyAgain(options.original, options.folder);
  }

  get folder(): string {
    return this.options.folder;
  }

  seed(defect: Defect): void {
    seed(this.options.original, this.folder, defect);
    this.#seeded = defect;
  }

  /** What runs is as it was until the environment is asked for again. */
  mend(defect: Defect): void {
    mend(this.options.original, this.folder, defect);
    this.#seeded = undefined;
  }

  /**
   * Has an environment that runs the programs as they are in the folder.
   * @throws {EnvironmentError} when there cannot be one; the next one is new
   */
  async freshen(): Promise<void> {
    this.options.signal.throwIfAborted();
    this.#died = [];
    const [before, now] = [this.#running, this.#seeded];
    this.#running = now;
    try {
      if (this.#process === undefined) await this.#start();
      else if (before !== now) await this.#restart(this.#process, servicesOf(before, now));
    } catch (error) {
      await this.clear();
      throw error;
    }
  }

  /** Services that ended since they were asked for, though nobody had asked them to. */
  get died(): readonly string[] {
    return this.#died;
  }

  /** Ends the environment; the next one is new. */
  async clear(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    if (child.connected) child.disconnect();
    await exit;
  }

  async #start(): Promise<void> {
    const child = fork(join(this.folder, 'defects/bench-process.ts'), {
      cwd: this.folder,
      execArgv: ['--require', 'ts-node/register'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      // Own process group: Ctrl-C reaches it through us, once.
      detached: true,
    });
    this.#process = child;
    if (child.pid !== undefined) this.options.started('bench', child.pid);
    child.on('message', (raw) => {
      const message = FROM_BENCH.parse(raw);
      if ('died' in message) this.#died.push(message.died.split(' ')[0] ?? '');
    });
    await answerOf(child);
  }

  async #restart(child: ChildProcess, restart: readonly string[]): Promise<void> {
    const answer = answerOf(child);
    child.send({ restart });
    await answer;
  }
}

/** Services that run a file of one of the defects. */
function servicesOf(...defects: readonly (Defect | undefined)[]): readonly string[] {
  return [...new Set(defects.flatMap((defect) => (defect && servicesRunning(defect.file)) ?? []))];
}

/** Waits until it is ready. @throws {EnvironmentError} with what it tells, or when it ends */
function answerOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (message: Exclude<FromBench, { died: string }>): void => {
      child.off('message', hear).off('exit', gone);
      if ('failed' in message) reject(new EnvironmentError(message.failed));
      else resolve();
    };
    const hear = (raw: unknown): void => {
      const message = FROM_BENCH.parse(raw);
      if (!('died' in message)) settle(message);
    };
    const gone = (): void => settle({ failed: 'The process that holds the environment of a bench has ended.' });
    child.on('message', hear).on('exit', gone);
  });
}
