import { Browser } from '../support/drivers/browser/browser';
import { ClickHouse } from '../support/drivers/clickhouse';
import { Contract } from '../support/drivers/contract';
import { Fuzzer } from '../support/drivers/fuzz/fuzzer';
import type { Journal } from '../support/drivers/journal';
import { LoadDriver } from '../support/drivers/load/load';
import { Operator } from '../support/drivers/operator';
import { Postgres } from '../support/drivers/postgres';
import { Qdrant } from '../support/drivers/qdrant';
import { RedisStore } from '../support/drivers/redis';
import { RestDriver } from '../support/drivers/rest';
import { RuntimeHost } from '../support/drivers/runtime-host';
import { WorldControl } from '../support/drivers/world-control';
import { addressesFromEnvironment } from '../support/environment/addresses';
import { browserFromEnvironment } from '../support/environment/browser/program';
import type { Ledger } from '../support/ledger';
import { runLabel } from '../support/run-label';
import { lazily } from './lazily';
import { newSecret, type Place, type Surroundings, uniqueNames, WorldTime } from './surroundings';

/** The environment that all scenarios share. */
export function sharedPlace(): Place {
  return { addresses: addressesFromEnvironment() };
}

/**
 * Everything around a scenario, each part made when it is first asked for: only then is it certain where the scenario takes place. The
 * ledger closes what was opened.
 */
export function surroundings(place: () => Place, journal: Journal, ledger: Ledger): Surroundings {
  const lines: Line[] = [];
  ledger.owe('lines to the environment', async () => {
    await Promise.all(lines.map((line) => line.close()));
  });
  const opened: Opened = (line) => {
    lines.push(line);
    return line;
  };
  const around: Surroundings = lazily<Surroundings>({
    addresses: () => place().addresses,
    processes: () => processesOf(place()),
    ...services(() => around, opened),
    ...stores(() => around, opened),
    browser: () => opened(new Browser({ ...browserFromEnvironment(), journal: around.journal })),
    eventContract: () => new Contract('events.yaml'),
    journal: () => journal,
    ledger: () => ledger,
    clock: () => new WorldTime(around.addresses.worldSpeed),
    unique: () => uniqueNames(runLabel()),
    secret: () => newSecret,
  });
  return around;
}

interface Line {
  close(): Promise<void>;
}

/** Notes that it has to be closed. */
type Opened = <L extends Line>(line: L) => L;

function services(around: () => Surroundings, opened: Opened) {
  return {
    api: () => {
      return opened(new RestDriver('OptiInfra', contractual(around())));
    },
    load: () => new LoadDriver(contractual(around())),
    fuzzer: () => opened(new Fuzzer(contractual(around()))),
    operator: () => {
      const { operatorEmail: email, operatorPassword: password } = around().addresses.secrets;
      return new Operator(around().api, { email, password });
    },
    control: () => {
      const { addresses, journal } = around();
      return opened(new WorldControl({ ...addresses, controlKey: addresses.secrets.controlKey }, journal));
    },
    runtimeHost: () => {
      const { addresses, journal } = around();
      return opened(new RuntimeHost(addresses.runtimeUrl, addresses.secrets.runtimeKey, journal));
    },
  };
}

/** OptiInfra, and what it promises to serve. */
function contractual({ addresses, journal }: Surroundings) {
  return { url: addresses.orchestratorUrl, contract: new Contract('openapi.yaml'), journal };
}

function stores(around: () => Surroundings, opened: Opened) {
  return {
    postgres: () => opened(new Postgres(around().addresses.postgresUrl, around().journal)),
    clickhouse: () => {
      const { addresses, journal } = around();
      const { clickhouseUrl: url, clickhouseDatabase: database } = addresses;
      return opened(new ClickHouse({ url, database }, journal));
    },
    qdrant: () => new Qdrant(around().addresses.qdrantUrl, around().journal),
    redis: () => opened(new RedisStore(around().addresses.redisUrl, around().journal)),
  };
}

function processesOf({ processes }: Place): NonNullable<Place['processes']> {
  if (processes) return processes;
  throw new Error(
    'A scenario may end processes only in an environment of its own, which it gets by the tag @disruptive',
  );
}
