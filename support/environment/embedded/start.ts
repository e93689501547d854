import { type Config, config as configured } from '../../config';
import { EnvironmentError, type StartedEnvironment, type StartOptions } from '../environment';
import { RUNS } from '../paths';
import { LISTENERS, type Listener, reservePorts, urlsOf } from './listeners';
import { assertNodeVersion } from './node-version';
import { untilAgentsActive } from './ready';
import { Run } from './run';
import { RunFolder } from './run-folder';
import { randomSecrets } from './secrets';
import type { Plan } from './service';
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

/** As `start`, with what can be done to an environment while it runs. */
export async function startRun(options: StartOptions, config: Config, front?: Front): Promise<Run> {
  assertNodeVersion(process.version);
  for (const run of await sweep(RUNS)) options.report(`swept what the killed run ${run} left`);
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOnce(options, config, front);
    } catch (error) {
      // Between its release and the service's listening a port can, rarely, be taken by somebody else.
      if (tries === 3 || !isPortTaken(error)) throw error;
      options.report('a port was taken in the meantime: starting again with others');
    }
  }
}

async function startOnce(options: StartOptions, config: Config, front: Front | undefined): Promise<Run> {
  const ports = await reservePorts(config.ports);
  const release = (listeners: readonly Listener[]) => Promise.all(listeners.map((name) => ports[name].release()));
  const plan = planOf(config, (listener) => ports[listener].port, front);
  const { operatorEmail: email, operatorPassword: password } = plan.secrets;
  const run = new Run(
    {
      plan,
      services: services(plan),
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

function planOf(config: Config, portOf: Plan['portOf'], front: Front | undefined): Plan {
  const secrets = randomSecrets();
  const urls = urlsOf(portOf, secrets);
  front?.admit(urls.http('orchestrator'));
  const publicUrl = front?.url ?? urls.http('orchestrator');
  return { config, secrets, portOf, urls, publicUrl, folder: new RunFolder(RUNS) };
}

function isPortTaken(error: unknown): boolean {
  return error instanceof EnvironmentError && /EADDRINUSE|address already in use/i.test(error.message);
}
