import { type Config, config as configured, type Target } from '../config';
import { start as startCompose } from './compose/start';
import { start as startContainers } from './containers/start';
import { start as startEmbedded } from './embedded/start';
import type { StartedEnvironment, StartOptions } from './environment';
import { start as startRemote } from './remote/start';

const STARTS: Readonly<Record<Target, typeof startEmbedded>> = {
  embedded: startEmbedded,
  compose: startCompose,
  containers: startContainers,
  remote: startRemote,
};

/** Starts the environment of the configured target. @throws {EnvironmentError} when it cannot; nothing is left running then */
export function start(options: StartOptions, config: Config = configured()): Promise<StartedEnvironment> {
  return STARTS[config.target](options, config);
}
