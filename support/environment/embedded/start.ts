import { type Config, config as configured } from '../../config';
import { EnvironmentError, type StartedEnvironment, type StartOptions } from '../environment';
import { RUNS } from '../paths';
import { LISTENERS, type Listener, reservePorts, urlsOf } from './listeners';
import { assertNodeVersion } from './node-version';
import { untilAgentsActive } from './ready';
import { Run } from './run';
import { RunFolder } from './run-folder';
import { randomSecrets } from './secrets';
import { type Plan, services } from './services';
import { sweep } from './sweep';

/**
 * Starts stores, simulators and platform as processes of this machine, on the loopback, and waits until all are ready.
 * @throws {EnvironmentError} when something cannot start; nothing is left running then.
 * @throws {ConfigurationError} when a setting is the cause.
 */
export async function start(options: StartOptions, config: Config = configured()): Promise<StartedEnvironment> {
  assertNodeVersion(process.version);
  for (const run of await sweep(RUNS)) options.report(`swept what the killed run ${run} left`);
  for (let tries = 1; ; tries += 1) {
    try {
      return await startOnce(options, config);
    } catch (error) {
      // Between its release and the service's listening a port can, rarely, be taken by somebody else.
      if (tries === 3 || !isPortTaken(error)) throw error;
      options.report('a port was taken in the meantime: starting again with others');
    }
  }
}

async function startOnce(options: StartOptions, config: Config): Promise<StartedEnvironment> {
  const ports = await reservePorts(config.ports);
  const release = (listeners: readonly Listener[]) => Promise.all(listeners.map((name) => ports[name].release()));
  const plan = planOf(config, (listener) => ports[listener].port);
  const { operatorEmail: email, operatorPassword: password } = plan.secrets;
  const run = new Run(
    {
      plan,
      services: services(plan),
      release: (service) => release(service.listeners),
      together: (signal) => untilAgentsActive(plan.urls.http('orchestrator'), { email, password }, signal),
    },
    options,
  );
  try {
    await run.start();
    return run;
  } catch (error) {
    await release(LISTENERS);
    await run.stop();
    throw error;
  }
}

function planOf(config: Config, portOf: Plan['portOf']): Plan {
  const secrets = randomSecrets();
  return { config, secrets, portOf, urls: urlsOf(portOf, secrets), folder: new RunFolder(RUNS) };
}

function isPortTaken(error: unknown): boolean {
  return error instanceof EnvironmentError && /EADDRINUSE|address already in use/i.test(error.message);
}
