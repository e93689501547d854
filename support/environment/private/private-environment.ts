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
  /** Where they listen, by name, in the order of their start. */
  readonly #orchestrators = new Map<string, string>();
  /** Those with settings of their own, of which no other scenario may know. */
  readonly #special = new Set<string>();
  #started = 1;

  constructor(
    private readonly run: ControlledRun,
    private readonly door: Pick<FrontDoor, 'admit' | 'dismiss' | typeof Symbol.asyncDispose>,
  ) {
    this.#orchestrators.set(FIRST, run.plan.urls.http('orchestrator'));
  }

  /** @throws {EnvironmentError} as the start of any environment */
  static async start(options: StartOptions): Promise<PrivateEnvironment> {
    const door = await FrontDoor.open();
    try {
      // Fixed ports are those of the shared environment.
      return new PrivateEnvironment(
        await startRun(options, { ...configured(), target: 'embedded', ports: {} }, { front: door }),
        door,
      );
    } catch (error) {
      await door[Symbol.asyncDispose]();
      throw error;
    }
  }

  get addresses(): Addresses {
    return this.run.addresses;
  }

  async orchestrators(): Promise<readonly RunningOrchestrator[]> {
    return this.#running().map(([name, url]) => ({ name, url }));
  }

  async addOrchestrator(settings: Settings = {}): Promise<RunningOrchestrator> {
    this.#started += 1;
    const name = `${FIRST}-${this.#started}`;
    const reserved = await reservePort('ORCHESTRATOR_PORT');
    const url = `http://${HOST}:${reserved.port}`;
    await reserved.release();
    await this.run.add(anotherOrchestrator(this.run.plan, { name, port: reserved.port, settings }));
    this.#orchestrators.set(name, url);
    if (Object.keys(settings).length > 0) this.#special.add(name);
    this.door.admit(url);
    return { name, url };
  }

  async crash(name: string): Promise<void> {
    await this.run.crash(name);
  }

  async startAgain(name: string): Promise<void> {
    await this.run.resume(name);
    const url = this.#orchestrators.get(name);
    if (url !== undefined) this.door.admit(url);
  }

  /** Starts again what a scenario has ended. One orchestrator with the usual settings is enough, whichever it is: they are alike. */
  async restore(): Promise<void> {
    const ended = this.run.names.filter((name) => !this.#orchestrators.has(name) && !this.run.running.includes(name));
    const orchestrator = this.#usual().length > 0 ? [] : [FIRST];
    await Promise.all([...ended, ...orchestrator].map((name) => this.startAgain(name)));
  }

  /** Leaves one orchestrator: so the next scenario finds it. */
  async tidy(): Promise<void> {
    const [kept] = this.#usual();
    const others = this.#running().flatMap(([name]) => (name === kept ? [] : [name]));
    for (const [name, url] of this.#orchestrators) if (name !== kept) this.door.dismiss(url);
    await Promise.all(others.map((name) => this.run.halt(name)));
  }

  async stop(): Promise<void> {
    await this.run.stop();
    await this.door[Symbol.asyncDispose]();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #usual(): readonly string[] {
    return this.#running().flatMap(([name]) => (this.#special.has(name) ? [] : [name]));
  }

  #running(): readonly (readonly [string, string])[] {
    return [...this.#orchestrators].filter(([name]) => this.run.running.includes(name));
  }
}

/** What is needed of the run underneath. */
export type ControlledRun = Pick<
  Run,
  'plan' | 'names' | 'running' | 'addresses' | 'crash' | 'halt' | 'resume' | 'add' | 'stop'
>;

/** Name of the orchestrator that an environment starts with. */
const FIRST = 'orchestrator';
