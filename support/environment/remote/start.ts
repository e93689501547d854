import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { type Config, ConfigurationError, config as configured } from '../../config';
import type { Addresses } from '../addresses';
import { EnvironmentError, type StartedEnvironment, type StartOptions } from '../environment';
import { probe } from '../health';
import { PROJECT } from '../paths';
import { readDescription } from './description';

/**
 * Looks whether a deployed environment can be used, and tells which version of the contract it speaks and how its clock stands. It starts
 * nothing and ends nothing.
 * @throws {EnvironmentError} when a service does not answer, or speaks another contract
 * @throws {ConfigurationError} when the description is wrong, or production was not asked for twice
 */
export async function start({ report }: StartOptions, config: Config = configured()): Promise<StartedEnvironment> {
  const { name, kind, addresses } = readDescription(config.remote);
  if (kind === 'production' && config.confirm !== name) {
    throw new ConfigurationError(
      'E2E_CONFIRM',
      config.confirm,
      `${name}, to say that a run may create customers in production and change their machines`,
    );
  }
  await assertAllAnswer(name, addresses);
  const { version, skewMs } = await lookAt(addresses.orchestratorUrl);
  const ours = ownVersion();
  if (version !== ours) {
    throw new EnvironmentError(
      `${name} speaks version ${version ?? 'unknown'} of the contract, and these features are about version ${ours}.`,
    );
  }
  report(
    `${name}: ${addresses.processes.length} services answer, contract ${version}, clock ${(skewMs / 1000).toFixed(1)} s off`,
  );
  const stop = async (): Promise<void> => undefined;
  return { addresses, stop, [Symbol.asyncDispose]: stop };
}

async function assertAllAnswer(name: string, { processes }: Addresses): Promise<void> {
  const looks = await Promise.all(
    processes.map(async (each) => {
      const { reason } = await probe(each.health, LIMIT_MS);
      return reason === '' ? [] : [`${each.name} at ${withoutPassword(each.url)} does not answer (${reason})`];
    }),
  );
  const silent = looks.flat();
  if (silent.length > 0) throw new EnvironmentError(`${name} cannot be used: ${silent.join('; ')}.`);
}

/** A deployed service may be far away. Wall milliseconds. */
const LIMIT_MS = 10_000;

/** @returns the version of the contract, undefined where it is not told, and how far the clock is ahead of ours; HTTP tells whole seconds */
async function lookAt(url: string): Promise<{ readonly version: string | undefined; readonly skewMs: number }> {
  const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(LIMIT_MS) });
  await response.body?.cancel();
  const date = Date.parse(response.headers.get('date') ?? '');
  return {
    version: response.headers.get('x-contract-version') ?? undefined,
    skewMs: Number.isNaN(date) ? 0 : date - Math.floor(Date.now() / 1000) * 1000,
  };
}

function ownVersion(): string {
  const contract: unknown = parse(readFileSync(join(PROJECT, 'contracts/openapi.yaml'), 'utf8'));
  return z.object({ info: z.object({ version: z.string() }) }).parse(contract).info.version;
}

function withoutPassword(url: string): string {
  const parsed = new URL(url);
  parsed.password = '';
  return parsed.href;
}
