import { randomBytes } from 'node:crypto';
import type { Browser } from '../support/drivers/browser/browser';
import type { ClickHouse } from '../support/drivers/clickhouse';
import type { Contract } from '../support/drivers/contract';
import type { Fuzzer } from '../support/drivers/fuzz/fuzzer';
import type { Journal } from '../support/drivers/journal';
import type { LoadDriver } from '../support/drivers/load/load';
import type { Operator } from '../support/drivers/operator';
import type { Postgres } from '../support/drivers/postgres';
import type { Qdrant } from '../support/drivers/qdrant';
import type { RedisStore } from '../support/drivers/redis';
import type { RestDriver } from '../support/drivers/rest';
import type { RuntimeHost } from '../support/drivers/runtime-host';
import type { WorldControl } from '../support/drivers/world-control';
import type { Addresses } from '../support/environment/addresses';
import type { ProcessControl } from '../support/environment/process-control';
import type { Ledger } from '../support/ledger';
import { Duration } from './amounts/duration';

/** Where a scenario takes place. */
export interface Place {
  readonly addresses: Addresses;
  /** Only where nobody else is. */
  readonly processes?: ProcessControl;
}

/** Everything around a scenario that facades talk to; wired once in wiring.ts. */
export interface Surroundings {
  readonly addresses: Addresses;
  /** @throws Error in a scenario that has no environment of its own */
  readonly processes: ProcessControl;
  readonly api: RestDriver;
  readonly load: LoadDriver;
  readonly fuzzer: Fuzzer;
  readonly eventContract: Contract;
  readonly operator: Operator;
  readonly control: WorldControl;
  readonly runtimeHost: RuntimeHost;
  readonly postgres: Postgres;
  readonly clickhouse: ClickHouse;
  readonly qdrant: Qdrant;
  readonly redis: RedisStore;
  readonly browser: Browser;
  readonly journal: Journal;
  readonly ledger: Ledger;
  readonly clock: WorldTime;
  /** A name that nobody else has: run, worker, scenario. */
  unique(name: string): string;
  secret(): string;
}

/** Turns the durations of sentences, which are world time, into wall time. */
export class WorldTime {
  constructor(private readonly speed: number) {}

  /** @param duration world time @returns wall milliseconds */
  wall(duration: Duration): number {
    return duration.milliseconds / this.speed;
  }

  /** For `eventually`: the sentence's deadline, as wall time and in its own words. */
  within(deadline: Duration): { readonly within: number; readonly deadline: string } {
    return { within: this.wall(deadline), deadline: String(deadline) };
  }

  /** How much of the world's time has passed. @param since wall milliseconds */
  since(since: number): Duration {
    return this.between(since, Date.now());
  }

  /** How much of the world's time lies between two moments in wall milliseconds. */
  between(from: number, to: number): Duration {
    return Duration.ofSeconds(((to - from) / 1000) * this.speed);
  }
}

export function uniqueNames(prefix: string): (name: string) => string {
  return (name) => `${prefix}-${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}-${randomBytes(4).toString('hex')}`;
}

export function newSecret(): string {
  return randomBytes(18).toString('base64url');
}
