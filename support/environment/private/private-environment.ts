import { config as configured } from '../../config';
import type { Addresses } from '../addresses';
import { HOST } from '../embedded/listeners';
import { anotherOrchestrator } from '../embedded/platform-services';
import { reservePort } from '../embedded/ports';
import type { Run } from '../embedded/run';
import { startRun } from '../embedded/start';
import type { StartedEnvironment, StartOptions } from '../environment';
import type { ProcessControl, RunningOrchestrator, Settings } from '../process-control';
import { FrontDoor } from './front-door';

/** An environment in which processes may be ended and started: nobody shares it. Its orchestrators stand behind one address. */
export class PrivateEnvironment implements StartedEnvironment, ProcessControl {
  /** By name, in the order of their start. */
  readonly #orchestrators = new Map<string, Orchestrator>();
  #started = 1;

  constructor(
    private readonly run: ControlledRun,
    private readonly door: Pick<FrontDoor, 'admit' | 'dismiss' | typeof Symbol.asyncDispose>,
  ) {
    this.#orchestrators.set(FIRST, { url: run.plan.urls.http('orchestrator'), isUsual: true });
  }

  /** @throws {EnvironmentError} as the start of any environment */
  static async start(options: StartOptions): Promise<PrivateEnvironment> {
    const door = await FrontDoor.open();
    try {
      // Fixed ports are those of the shared environment.
      return new PrivateEnvironment(await startRun(options, { ...configured(), ports: {} }, door), door);
    } catch (error) {
      await door[Symbol.asyncDispose]();
      throw error;
    }
  }

  get addresses(): Addresses {
    return this.run.addresses;
  }

  async orchestrators(): Promise<readonly RunningOrchestrator[]> {
    return this.#running().map(([name, { url }]) => ({ name, url }));
  }

  async addOrchestrator(settings: Settings = {}): Promise<RunningOrchestrator> {
    this.#started += 1;
    const name = `${FIRST}-${this.#started}`;
    const reserved = await reservePort('ORCHESTRATOR_PORT');
    const url = `http://${HOST}:${reserved.port}`;
    await reserved.release();
    await this.run.add(anotherOrchestrator(this.run.plan, { name, port: reserved.port, settings }));
    this.#orchestrators.set(name, { url, isUsual: Object.keys(settings).length === 0 });
    this.door.admit(url);
    return { name, url };
  }

  async crash(name: string): Promise<void> {
    await this.run.crash(name);
  }

  async shutDown(name: string): Promise<void> {
    await this.run.halt(name);
  }

  async startAgain(name: string): Promise<void> {
    await this.run.resume(name);
    const orchestrator = this.#orchestrators.get(name);
    if (orchestrator !== undefined) this.door.admit(orchestrator.url);
  }

  /** Starts again what a scenario has ended. One orchestrator is enough, whichever it is: they are alike. */
  async restore(): Promise<void> {
    const ended = this.run.names.filter((name) => !this.#orchestrators.has(name) && !this.run.running.includes(name));
    const orchestrator = this.#running().some(([, { isUsual }]) => isUsual) ? [] : [FIRST];
    await Promise.all([...ended, ...orchestrator].map((name) => this.startAgain(name)));
  }

  /** Leaves one orchestrator, with the usual settings: so the next scenario finds it. */
  async tidy(): Promise<void> {
    const running = this.#running();
    const [kept] = running.find(([, { isUsual }]) => isUsual) ?? [];
    for (const [name, { url }] of this.#orchestrators) if (name !== kept) this.door.dismiss(url);
    await Promise.all(running.filter(([name]) => name !== kept).map(([name]) => this.run.halt(name)));
  }

  async stop(): Promise<void> {
    await this.run.stop();
    await this.door[Symbol.asyncDispose]();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #running(): readonly (readonly [string, Orchestrator])[] {
    return [...this.#orchestrators].filter(([name]) => this.run.running.includes(name));
  }
}

/** What is needed of the run underneath. */
export type ControlledRun = Pick<
  Run,
  'plan' | 'names' | 'running' | 'addresses' | 'crash' | 'halt' | 'resume' | 'add' | 'stop'
>;

interface Orchestrator {
  readonly url: string;
  /** Without settings of its own. */
  readonly isUsual: boolean;
}

/** Name of the orchestrator that an environment starts with. */
const FIRST = 'orchestrator';
