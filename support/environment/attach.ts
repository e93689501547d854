import { type Config, config as configured } from '../config';
import type { Addresses } from './addresses';
import { EnvironmentError, type StartedEnvironment, type StartOptions } from './environment';
import { probe } from './health';
import { readStanding } from './standing';

/**
 * The environment that stays, if one is up, healthy and as configured; undefined where a private one has to be started. Stopping it does
 * nothing. To be asked before anything else begins: an environment that is up is not heard by a process that is busy with a start.
 * @throws {EnvironmentError} when E2E_ATTACH is "only" and there is none to use, saying what is missing.
 */
export async function attach(
  { report }: Pick<StartOptions, 'report'>,
  config: Config = configured(),
): Promise<StartedEnvironment | undefined> {
  if (config.attach === 'never' || config.target === 'remote') return undefined;
  const standing = readStanding()?.addresses;
  const objection = standing === undefined ? NOTHING_UP : await objectionTo(standing, config);
  if (standing !== undefined && objection === '') return borrowed(standing);
  if (config.attach === 'only') {
    throw new EnvironmentError(`There is no environment to use: ${objection}. Start one with "npm run env:up".`);
  }
  if (standing !== undefined) report(`starting a private environment: ${objection}`);
  return undefined;
}

const NOTHING_UP = 'none is up, so there is no orchestrator, and none of its stores, agents and simulators';

/** Why the environment cannot be used; empty when it can. */
async function objectionTo(addresses: Addresses, config: Config): Promise<string> {
  if (addresses.target !== config.target) return `the one that is up is "${addresses.target}", not "${config.target}"`;
  if (addresses.worldSpeed !== config.worldSpeed) {
    return `the one that is up runs at WORLD_SPEED ${addresses.worldSpeed}, not ${config.worldSpeed}`;
  }
  const looks = await Promise.all(
    addresses.processes.map(async ({ name, health }) => {
      const { reason } = await probe(health);
      return reason === '' ? [] : [`${name} does not answer (${reason})`];
    }),
  );
  return looks.flat().join(', ');
}

function borrowed(addresses: Addresses): StartedEnvironment {
  const stop = async (): Promise<void> => undefined;
  return { addresses, stop, [Symbol.asyncDispose]: stop };
}
