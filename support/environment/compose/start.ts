import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type Config, config as configured } from '../../config';
import type { Addresses } from '../addresses';
import { addressesOf, endpointOf } from '../embedded/addresses-of';
import { ChildProcesses } from '../embedded/child-processes';
import { LISTENERS, type Listener, reservePorts } from '../embedded/listeners';
import { agent, orchestrator, runtime } from '../embedded/platform-services';
import { untilAgentsActive } from '../embedded/ready';
import type { Plan } from '../embedded/service';
import { simulators } from '../embedded/services';
import { planOf } from '../embedded/start';
import { sweep } from '../embedded/sweep';
import { EnvironmentError, type StartedEnvironment, type StartOptions } from '../environment';
import { RUNS, STATE } from '../paths';
import {
  assertCompose,
  complaintOf,
  compose,
  docker,
  type Project,
  projectOf,
  removeProject,
  sweepProjects,
} from './engine';

/**
 * Starts docker-compose.e2e.yml under a project name, with ports and secrets, of its own, and waits until all is healthy.
 * @throws {EnvironmentError} when something cannot start, with the end of its log; nothing is left running then.
 */
export async function start(options: StartOptions, config: Config = configured()): Promise<StartedEnvironment> {
  await assertCompose();
  for (const run of [...(await sweep(RUNS)), ...(await sweepProjects())])
    options.report(`swept what the killed run ${run} left`);
  const ports = await reservePorts(config.ports);
  const plan = planOf(config, (listener) => ports[listener].port);
  const project = { name: projectOf(plan.folder.runId), variables: await variablesOf(plan) };
  const environment = new ComposeEnvironment(plan, project);
  try {
    await Promise.all(LISTENERS.map((listener) => ports[listener].release()));
    await environment.start(options);
    return environment;
  } catch (error) {
    await environment.stop();
    throw error;
  }
}

/** Wall seconds until everything must be healthy, on a machine that is busy with others. */
const LIMIT_SECONDS = 180;

class ComposeEnvironment implements StartedEnvironment {
  readonly #logs: ChildProcesses;
  #followed: readonly string[] = [];
  #stopped: Promise<void> | undefined;

  constructor(
    readonly plan: Plan,
    readonly project: Project,
  ) {
    // A log ends with its container, which the scenarios notice soon enough.
    this.#logs = new ChildProcesses(plan.folder, () => undefined);
  }

  get addresses(): Addresses {
    return addressesOf(
      this.plan,
      // Of several agents each has an address of its own, which only the orchestrator knows.
      LISTENERS.filter((listener) => !isReplicatedAgent(this.plan.config, listener)).map((listener) =>
        endpointOf(this.plan, listener),
      ),
    );
  }

  async start({ report, signal }: StartOptions): Promise<void> {
    const begun = performance.now();
    const { name, variables } = this.project;
    try {
      // The pages and programs of this moment, unless somebody wants others tried.
      const build = process.env.PLATFORM_IMAGE ? [] : ['--build'];
      const scale = Object.entries(this.plan.config.replicas).map(([service, count]) => `--scale=${service}=${count}`);
      const up = compose(name, 'up', '--detach', ...build, ...scale, '--wait', '--wait-timeout', String(LIMIT_SECONDS));
      await docker(up, { variables, signal });
    } catch (cause) {
      signal.throwIfAborted();
      throw new EnvironmentError(`The environment cannot start: ${complaintOf(cause)}\n${await this.#ends()}`.trim(), {
        cause,
      });
    }
    await this.#keepLogs();
    const { operatorEmail: email, operatorPassword: password } = this.plan.secrets;
    await untilAgentsActive(this.plan.publicUrl, { email, password }, signal);
    report(`ready ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(): Promise<void> {
    await removeProject(this.project.name);
    await this.#logs.stop(this.#followed);
    this.#logs.close();
    this.plan.folder.close(this.plan.config.keep ? join(STATE, 'kept') : undefined);
  }

  /** A file for each service, as in every other environment: scenarios look into them. */
  async #keepLogs(): Promise<void> {
    const { name, variables } = this.project;
    const environment = { ...(process.env as Record<string, string>), ...variables };
    this.#followed = await this.#services();
    for (const service of this.#followed) {
      const given = compose(name, 'logs', '--follow', '--no-log-prefix', '--no-color', service);
      await this.#logs.spawn(service, { file: 'docker', arguments: given, environment });
    }
  }

  async #services(): Promise<readonly string[]> {
    const { name, variables } = this.project;
    return (await docker(compose(name, 'config', '--services'), { variables }))
      .split('\n')
      .filter((each) => each !== '');
  }

  /** The last lines of those that are not well. */
  async #ends(): Promise<string> {
    const { name, variables } = this.project;
    const listed = await docker(compose(name, 'ps', '--all', '--format', '{{.Service}} {{.State}} {{.Health}}'), {
      variables,
    });
    const ill = listed.split('\n').flatMap((line) => {
      const [service = '', state, health] = line.split(' ');
      return service === '' || (state === 'running' && health === 'healthy') ? [] : [service];
    });
    if (ill.length === 0) return '';
    // It clears the line before each of them, whether or not anybody looks at a terminal.
    return stripVTControlCharacters(
      await docker(compose(name, 'logs', '--no-color', '--tail', '8', ...ill), { variables }),
    );
  }
}

/** Of one service only, or meant for a process of this machine. */
const NOT_SHARED: readonly string[] = [
  'HOST',
  'PORT',
  'DATA_DIR',
  'NODE_COMPILE_CACHE',
  'AGENT_TYPE',
  'HOSTNAME_LABEL',
];

/** The system chooses. */
const ANY_PORT = 0;

/** Whether a listener is an agent of which there are several; orchestrators share a port instead. */
function isReplicatedAgent({ replicas }: Config, listener: Listener): boolean {
  return Object.entries(replicas).some(([service, count]) => service === `${listener}-agent` && count > 1);
}

/** What the file's ${…} stand for: the settings of the embedded services, under their own names, and the ports. */
async function variablesOf(plan: Plan): Promise<Project['variables']> {
  const services = [simulators(plan), orchestrator(plan), agent(plan, 'cost'), runtime(plan)];
  const commands = await Promise.all(services.map((service) => service.command()));
  const settings = commands.flatMap(({ environment }) => Object.entries(environment));
  const ports = LISTENERS.map((listener) => {
    const port = isReplicatedAgent(plan.config, listener) ? ANY_PORT : plan.portOf(listener);
    return [`${listener.toUpperCase()}_PORT`, String(port)] as const;
  });
  const { postgresPassword, databasePassword, redisPassword } = plan.secrets;
  return {
    ...Object.fromEntries(settings.filter(([name]) => !NOT_SHARED.includes(name))),
    ...Object.fromEntries(ports),
    SHARE_PORT: String((plan.config.replicas.orchestrator ?? 1) > 1),
    POSTGRES_PASSWORD: postgresPassword,
    DATABASE_PASSWORD: databasePassword,
    REDIS_PASSWORD: redisPassword,
  };
}
