import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { EnvironmentError } from '../environment';
import { PROJECT } from '../paths';
import { lastLines } from './log-tail';
import type { RunFolder } from './run-folder';

/** How to run a service. */
export interface Command {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** User and group to run as; the suite's own without it. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Asks it to end; SIGTERM without it. */
  readonly stopSignal?: NodeJS.Signals;
  /** Ends it without asking, as a power cut would; SIGKILL without it. */
  readonly crashSignal?: NodeJS.Signals;
}

/** A service that runs. */
export interface Child {
  readonly name: string;
  readonly pid: number;
  /** Resolves when it has ended, with the reason. */
  readonly ended: Promise<string>;
}

interface Running {
  readonly process: ChildProcess;
  readonly stopSignal: NodeJS.Signals;
  readonly crashSignal: NodeJS.Signals;
}

/** The operating system's processes of one environment: all of them end with it, and with this process. */
export class ChildProcesses {
  private readonly running = new Map<string, Running>();
  private readonly onExit = (): void => this.killAll();

  constructor(
    private readonly folder: RunFolder,
    /** Told when a process ends that nobody asked to. */
    private readonly onUnexpectedEnd: (message: string, name: string) => void,
  ) {
    process.on('exit', this.onExit);
  }

  /** @throws {EnvironmentError} when the program cannot be run at all. */
  async spawn(name: string, command: Command): Promise<Child> {
    const log = openSync(this.folder.log(name), 'a', 0o600);
    const [file, ...rest] = endingWithParent(command);
    const child = spawn(file, rest, {
      cwd: PROJECT,
      env: { ...inherited(), ...command.environment },
      stdio: ['ignore', log, log],
      // Own process group: Ctrl-C in the terminal reaches the suite only, which then ends the services in order.
      detached: true,
      ...command.user,
    });
    closeSync(log);
    await once(child, 'spawn').catch((cause: Error) => {
      throw new EnvironmentError(`${name} cannot be run: ${cause.message}.`, { cause });
    });
    const pid = child.pid ?? 0;
    this.folder.add(name, pid);
    const { stopSignal = 'SIGTERM', crashSignal = 'SIGKILL' } = command;
    this.running.set(name, { process: child, stopSignal, crashSignal });
    return { name, pid, ended: this.watch(name, child) };
  }

  isRunning(name: string): boolean {
    return this.running.has(name);
  }

  /** Asks the named services to end, side by side; resolves when they are gone. */
  async stop(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.end(name)));
  }

  /** Ends a service without asking, as a power cut would; resolves when it is gone. */
  async kill(name: string): Promise<void> {
    await this.end(name, 'crashSignal');
  }

  /** Nothing will be spawned any more. */
  close(): void {
    process.off('exit', this.onExit);
  }

  private async end(name: string, signal: 'stopSignal' | 'crashSignal' = 'stopSignal'): Promise<void> {
    const entry = this.running.get(name);
    if (entry === undefined) return;
    this.running.delete(name);
    if (entry.process.exitCode !== null || entry.process.signalCode !== null) return;
    const exit = once(entry.process, 'exit');
    entry.process.kill(entry[signal]);
    const insist = setTimeout(() => entry.process.kill('SIGKILL'), GRACE_MS);
    await exit;
    clearTimeout(insist);
  }

  private async watch(name: string, child: ChildProcess): Promise<string> {
    const [code, signal] = await once(child, 'exit');
    const how = signal === null ? `with code ${code}` : `by ${signal}`;
    const reason = `${name} ended ${how}. The end of its log:\n${lastLines(this.folder.log(name))}`;
    if (this.running.delete(name)) this.onUnexpectedEnd(reason, name);
    return reason;
  }

  /** For an exit that waits for nothing. */
  private killAll(): void {
    for (const { process: child } of this.running.values()) child.kill('SIGKILL');
    this.running.clear();
    this.folder.close();
  }
}

/** Every service promises to end within a second of being asked. */
const GRACE_MS = 3_000;

/** Variables that a service takes from whoever runs the suite; all others would be hidden configuration. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR'] as const;

/** Names the folder in which services, but not the suite, leave what Node tells of the code that they ran. */
export const COVERAGE_VARIABLE = 'E2E_COVERAGE';

function inherited(): Record<string, string> {
  const taken = INHERITED.map((name) => [name, process.env[name]] as const);
  const all = [...taken, ['NODE_V8_COVERAGE', process.env[COVERAGE_VARIABLE]] as const];
  return Object.fromEntries(all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/**
 * On Linux the kernel ends a child whose parent dies, however it dies, when setpriv (util-linux) has asked for it. Where
 * there is no setpriv the next start sweeps what is left.
 */
function endingWithParent(command: Command): [string, ...string[]] {
  const plain: [string, ...string[]] = [command.file, ...command.arguments];
  if (!canFollowParent()) return plain;
  // SIGQUIT is PostgreSQL's immediate shutdown, which also ends its backends.
  const signal = command.stopSignal === undefined ? 'KILL' : 'QUIT';
  return ['setpriv', '--pdeathsig', signal, ...plain];
}

let followsParent: boolean | undefined;

function canFollowParent(): boolean {
  followsParent ??= works('setpriv', ['--pdeathsig', 'KILL', 'true']);
  return followsParent;
}

function works(file: string, parameters: readonly string[]): boolean {
  try {
    execFileSync(file, parameters, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
