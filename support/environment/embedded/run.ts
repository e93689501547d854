import { join } from 'node:path';
import type { Addresses, Endpoint } from '../addresses';
import { EnvironmentError, type StartedEnvironment, type StartOptions } from '../environment';
import { STATE } from '../paths';
import { addressesOf, endpointOf } from './addresses-of';
import { type Child, ChildProcesses, type Command } from './child-processes';
import { untilHealthy } from './ready';
import { runInOrder } from './schedule';
import type { Plan, Service } from './service';

/** What a run consists of. */
export interface RunParts {
  readonly plan: Plan;
  readonly services: readonly Service[];
  /** Stores that are no processes of this machine; with the services otherwise. */
  readonly stores?: Foundation | undefined;
  /** Called before a service begins to listen on its ports. */
  readonly release: (service: Service) => Promise<unknown>;
  /** Waits for what shows only when all services are ready. */
  readonly together: (signal: AbortSignal) => Promise<void>;
}

/** What a run stands on without having started it as a process. */
export interface Foundation {
  readonly endpoints: readonly Endpoint[];
  stop(): Promise<void>;
}

/** One environment, from its first process to its last. */
export class Run implements StartedEnvironment {
  private readonly children = new Map<string, Child>();
  private readonly services: Service[];
  private readonly processes: ChildProcesses;
  private readonly failure = new AbortController();
  /** Services that are being added: whoever adds one is told by an error that it ended. */
  private readonly onTrial = new Set<string>();
  private stopped: Promise<void> | undefined;
  private ready = false;

  constructor(
    private readonly parts: RunParts,
    private readonly options: StartOptions,
  ) {
    this.services = [...parts.services];
    this.processes = new ChildProcesses(parts.plan.folder, (message, name) => {
      if (this.ready && !this.onTrial.has(name)) options.alarm(message);
    });
  }

  /** @throws {EnvironmentError} when a service cannot start or the start is called off; `stop` ends what has begun. */
  async start(): Promise<void> {
    const begun = performance.now();
    const signal = AbortSignal.any([this.options.signal, this.failure.signal]);
    await runInOrder(this.services, (service) => this.startService(service, signal));
    await this.parts.together(signal);
    this.ready = true;
    this.options.report(`ready ${since(begun)}`);
  }

  get addresses(): Addresses {
    const own = this.services.flatMap((service) => this.endpoints(service));
    return addressesOf(this.plan, [...(this.parts.stores?.endpoints ?? []), ...own]);
  }

  /** What its services are made from. */
  get plan(): Plan {
    return this.parts.plan;
  }

  /** Names of all services, whether they run or have ended. */
  get names(): readonly string[] {
    return this.services.map(({ name }) => name);
  }

  get running(): readonly string[] {
    return this.names.filter((name) => this.processes.isRunning(name));
  }

  /** Ends a service as a power cut would. @throws {EnvironmentError} when it does not run */
  async crash(name: string): Promise<void> {
    await this.processes.kill(this.service(name, true).name);
  }

  /** Asks a service to end. @throws {EnvironmentError} when it does not run */
  async halt(name: string): Promise<void> {
    await this.processes.stop([this.service(name, true).name]);
  }

  /** Starts a service again that has ended: on its port, with the data that it left. @throws {EnvironmentError} when it runs, or cannot */
  async resume(name: string): Promise<void> {
    await this.launch(this.service(name, false));
  }

  /**
   * Ends services and starts them again, on their ports and with their data, from their programs as these are now.
   * @throws {EnvironmentError} when one of them cannot start; those that could do run then
   */
  async restart(names: readonly string[]): Promise<void> {
    for (const name of names) this.onTrial.add(name);
    try {
      await this.processes.stop(names);
      const again = names.map((name) => ({ name, after: [] }));
      await runInOrder(again, ({ name }) => this.launch(this.service(name, false)));
      await this.parts.together(this.options.signal);
    } finally {
      for (const name of names) this.onTrial.delete(name);
    }
  }

  /** Starts a service that the environment did not have so far. @throws {EnvironmentError} when it cannot start; it then is no part of it */
  async add(service: Service): Promise<void> {
    this.services.push(service);
    this.onTrial.add(service.name);
    try {
      await this.launch(service);
    } catch (error) {
      this.services.splice(this.services.indexOf(service), 1);
      throw error;
    } finally {
      this.onTrial.delete(service.name);
    }
  }

  stop(): Promise<void> {
    this.stopped ??= this.stopAll();
    return this.stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  private async startService(service: Service, signal: AbortSignal): Promise<void> {
    const begun = performance.now();
    try {
      const command = await service.command();
      signal.throwIfAborted();
      await this.parts.release(service);
      await this.run(service, command, signal);
      await service.settle?.();
    } catch (error) {
      // The others stop waiting.
      this.failure.abort(error);
      throw error;
    }
    this.options.report(`${service.name} ${since(begun)}`);
  }

  private async run(service: Service, command: Command, signal: AbortSignal): Promise<void> {
    const child = await this.processes.spawn(service.name, command);
    this.children.set(service.name, child);
    await untilHealthy(child, service.health, signal);
  }

  private async launch(service: Service): Promise<void> {
    await this.run(service, await service.command(), this.options.signal);
  }

  private service(name: string, isRunning: boolean): Service {
    const service = this.services.find((one) => one.name === name);
    if (service !== undefined && this.processes.isRunning(name) === isRunning) return service;
    const running = this.running.join(', ');
    throw new EnvironmentError(
      `${name} is not a process that ${isRunning ? 'runs' : 'has ended'}. Running: ${running}.`,
    );
  }

  /** First those that nobody depends on, then what they stood on. */
  private async stopAll(): Promise<void> {
    const foundations = new Set(this.services.flatMap(({ after }) => after));
    await this.processes.stop(this.names.filter((name) => !foundations.has(name)));
    await this.processes.stop([...foundations]);
    await this.parts.stores?.stop();
    this.processes.close();
    this.plan.folder.close(this.plan.config.keep ? join(STATE, 'kept') : undefined);
  }

  private endpoints(service: Service): readonly Endpoint[] {
    const pid = this.children.get(service.name)?.pid ?? 0;
    return service.listeners.map((listener) => endpointOf(this.plan, listener, pid));
  }
}

function since(begun: number): string {
  return `${((performance.now() - begun) / 1000).toFixed(1)} s`;
}
