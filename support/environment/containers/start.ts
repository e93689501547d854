import { type Config, config as configured } from '../../config';
import { startRun } from '../embedded/start';
import type { StartedEnvironment, StartOptions } from '../environment';
import { startStores } from './stores';

/** The stores in containers, OptiInfra and its customers' world as processes beside them. @throws {EnvironmentError} when something cannot start */
export function start(options: StartOptions, config: Config = configured()): Promise<StartedEnvironment> {
  return startRun(options, config, { stores: startStores });
}
