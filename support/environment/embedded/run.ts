import { join } from 'node:path';
import type { Addresses, Endpoint } from '../addresses';
import type { StartedEnvironment, StartOptions } from '../environment';
import { STATE } from '../paths';
import { type Child, ChildProcesses } from './child-processes';
import { DATABASE } from './listeners';
import { untilHealthy } from './ready';
import { runInOrder } from './schedule';
import type { Plan, Service } from './services';

/** What a run consists of. */
export interface RunParts {
  readonly plan: Plan;
  readonly services: readonly Service[];
  /** Called before a service begins to listen on its ports. */
  readonly release: (service: Service) => Promise<unknown>;
  /** Waits for what shows only when all services are ready. */
  readonly together: (signal: AbortSignal) => Promise<void>;
}

/** One environment, from its first process to its last. */
export class Run implements StartedEnvironment {
  private readonly children = new Map<string, Child>();
  private readonly processes: ChildProcesses;
  private readonly failure = new AbortController();
  private stopped: Promise<void> | undefined;
  private ready = false;

  constructor(
    private readonly parts: RunParts,
    private readonly options: StartOptions,
  ) {
    this.processes = new ChildProcesses(parts.plan.folder, (message) => this.ready && options.report(message));
  }

  /** @throws {EnvironmentError} when a service cannot start or the start is called off; `stop` ends what has begun. */
  async start(): Promise<void> {
    const begun = performance.now();
    const signal = AbortSignal.any([this.options.signal, this.failure.signal]);
    await runInOrder(this.parts.services, (service) => this.startService(service, signal));
    await this.parts.together(signal);
    this.ready = true;
    this.options.report(`ready ${since(begun)}`);
  }

  get addresses(): Addresses {
    const { config, folder, secrets, urls } = this.parts.plan;
    return {
      runId: folder.runId,
      target: config.target,
      worldSpeed: config.worldSpeed,
      orchestratorUrl: urls.http('orchestrator'),
      websocketUrl: urls.http('orchestrator').replace('http', 'ws'),
      postgresUrl: urls.postgresReader,
      redisUrl: urls.redis,
      clickhouseUrl: urls.http('clickhouse'),
      clickhouseDatabase: DATABASE,
      qdrantUrl: urls.http('qdrant'),
      cloudUrl: urls.http('cloud'),
      fleetsUrl: urls.http('fleets'),
      llmUrl: urls.http('llm'),
      runtimeUrl: urls.http('runtime'),
      secrets: {
        controlKey: secrets.controlKey,
        runtimeKey: secrets.runtimeKey,
        agentKey: secrets.agentKey,
        operatorEmail: secrets.operatorEmail,
        operatorPassword: secrets.operatorPassword,
      },
      processes: this.parts.services.flatMap((service) => this.endpoints(service)),
    };
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
      const child = await this.processes.spawn(service.name, command);
      this.children.set(service.name, child);
      await untilHealthy(child, service.health, signal);
      await service.settle?.();
    } catch (error) {
      // The others stop waiting.
      this.failure.abort(error);
      throw error;
    }
    this.options.report(`${service.name} ${since(begun)}`);
  }

  /** First those that nobody depends on, then what they stood on. */
  private async stopAll(): Promise<void> {
    const foundations = new Set(this.parts.services.flatMap(({ after }) => after));
    const names = this.parts.services.map(({ name }) => name);
    await this.processes.stop(names.filter((name) => !foundations.has(name)));
    await this.processes.stop([...foundations]);
    this.parts.plan.folder.close(this.parts.plan.config.keep ? join(STATE, 'kept') : undefined);
  }

  private endpoints(service: Service): readonly Endpoint[] {
    const { urls } = this.parts.plan;
    const pid = this.children.get(service.name)?.pid ?? 0;
    return service.listeners.map((name) => {
      if (name === 'postgres') return { name, pid, url: urls.postgresReader, health: urls.postgresReader };
      if (name === 'redis') return { name, pid, url: urls.redis, health: urls.redis };
      return { name, pid, url: urls.http(name), health: `${urls.http(name)}/health` };
    });
  }
}

function since(begun: number): string {
  return `${((performance.now() - begun) / 1000).toFixed(1)} s`;
}
