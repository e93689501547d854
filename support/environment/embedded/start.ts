import { type Config, config as configured } from '../../config';
import { EnvironmentError, type StartedEnvironment, type StartOptions } from '../environment';
import { RUNS } from '../paths';
import { LISTENERS, type Listener, reservePorts, urlsOf } from './listeners';
import { assertNodeVersion } from './node-version';
import { untilAgentsActive } from './ready';
import { type Foundation, Run } from './run';
import { RunFolder } from './run-folder';
import { randomSecrets } from './secrets';
import { type Plan, type Service, STORES } from './service';
import { services } from './services';
import { sweep } from './sweep';

/**
 * Starts stores, simulators and platform as processes of this machine, on the loopback, and waits until all are ready.
 * @throws {EnvironmentError} when something cannot start; nothing is left running then.
 * @throws {ConfigurationError} when a setting is the cause.
 */
export function start(options: StartOptions, config: Config = configured()): Promise<StartedEnvironment> {
  return startRun(options, config);
}

/** What stands before the orchestrators, where there may be several. */
export interface Front {
  /** Where OptiInfra is reached. */
  readonly url: string;
  /** @param url where an orchestrator will listen */
  admit(url: string): void;
  dismiss(url: string): void;
}

/** What differs from the usual. */
export interface Variation {
  readonly front?: Front;
  /** Starts the stores where they are no processes of this machine. @param release called before one begins to listen on its port */
  readonly stores?: (plan: Plan, release: (store: Store) => Promise<unknown>) => Promise<Foundation>;
}

type Store = (typeof STORES)[number];

/** As `start`, with what can be done to an environment while it runs. */
export async function startRun(options: StartOptions, config: Config, variation: Variation = {}): Promise<Run> {
  assertNodeVersion(process.version);
  for (const run of await sweep(RUNS)) options.report(`swept what the killed run ${run} left`);
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOnce(options, config, variation);
    } catch (error) {
      // Between its release and the service's listening a port can, rarely, be taken by somebody else.
      if (tries === 3 || !isPortTaken(error)) throw error;
      options.report('a port was taken in the meantime: starting again with others');
    }
  }
}

async function startOnce(options: StartOptions, config: Config, { front, stores }: Variation): Promise<Run> {
  const ports = await reservePorts(config.ports);
  const release = (listeners: readonly Listener[]) => Promise.all(listeners.map((name) => ports[name].release()));
  const plan = planOf(config, (listener) => ports[listener].port, front);
  const foundation = await stores?.(plan, (store) => ports[store].release()).catch(async (error: unknown) => {
    await release(LISTENERS);
    plan.folder.close();
    throw error;
  });
  const { operatorEmail: email, operatorPassword: password } = plan.secrets;
  const run = new Run(
    {
      plan,
      services: foundation ? withoutStores(services(plan)) : services(plan),
      stores: foundation,
      release: (service) => release(service.listeners),
      together: (signal) => untilAgentsActive(plan.publicUrl, { email, password }, signal),
    },
    options,
  );
  try {
    await run.start();
    return run;
  } catch (error) {
    await release(LISTENERS);
    await run.stop();
    // Its port may be somebody else's by the next try.
    front?.dismiss(plan.urls.http('orchestrator'));
    throw error;
  }
}

function withoutStores(all: readonly Service[]): readonly Service[] {
  const isStore = (name: string) => STORES.some((store) => store === name);
  return all
    .filter(({ name }) => !isStore(name))
    .map((service) => ({ ...service, after: service.after.filter((name) => !isStore(name)) }));
}

/** What an environment is made from, with secrets and a folder of its own. */
export function planOf(config: Config, portOf: Plan['portOf'], front?: Front): Plan {
  const secrets = randomSecrets();
  const urls = urlsOf(portOf, secrets);
  front?.admit(urls.http('orchestrator'));
  const publicUrl = front?.url ?? urls.http('orchestrator');
  return { config, secrets, portOf, urls, publicUrl, folder: new RunFolder(RUNS) };
}

function isPortTaken(error: unknown): boolean {
  return (
    error instanceof EnvironmentError &&
    /EADDRINUSE|address already in use|port is already allocated/i.test(error.message)
  );
}
