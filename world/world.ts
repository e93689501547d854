import { World } from '@cucumber/cucumber';
import { ClickHouse } from '../support/drivers/clickhouse';
import { Contract } from '../support/drivers/contract';
import { Journal } from '../support/drivers/journal';
import { Operator } from '../support/drivers/operator';
import { Postgres } from '../support/drivers/postgres';
import { Qdrant } from '../support/drivers/qdrant';
import { RestDriver } from '../support/drivers/rest';
import { RuntimeHost } from '../support/drivers/runtime-host';
import { WorldControl } from '../support/drivers/world-control';
import { type Addresses, addressesFromEnvironment } from '../support/environment/addresses';
import { Ledger } from '../support/ledger';
import { THRESHOLD_MEDIA_TYPE } from '../support/reports/media-types';
import { runLabel } from '../support/run-label';
import { Agents } from './agents';
import { AgentsAtWork } from './agents-at-work';
import { Analyses } from './analyses';
import { Clouds } from './clouds';
import { Customers } from './customers';
import { Learning } from './learning';
import { SpotMarket } from './market';
import { ScenarioMemory } from './memory';
import { Offers } from './offers';
import { Outcome } from './outcome';
import { Overview } from './overview';
import { Quality } from './quality';
import { Reservations } from './reservations';
import { Rollouts } from './rollouts';
import { Serving } from './serving';
import { Spend } from './spend';
import { newSecret, type Surroundings, uniqueNames, WorldTime } from './surroundings';
import { Thresholds } from './thresholds';
import { Trail } from './trail';

/** Wiring only: one facade per domain, the scenario's memory, its thresholds, and what it owes. */
export class AcceptanceWorld extends World {
  readonly memory = new ScenarioMemory();
  readonly outcome = new Outcome();
  readonly journal = new Journal();
  readonly ledger = new Ledger();
  readonly thresholds = new Thresholds(
    (threshold) => void this.attach(JSON.stringify(threshold), THRESHOLD_MEDIA_TYPE),
  );
  readonly around: Surroundings = surroundings(addressesFromEnvironment(), this.journal, this.ledger);

  readonly customers = new Customers(this.around);
  readonly market = new SpotMarket(this.around);
  readonly spend = new Spend(this.around);
  readonly offers = new Offers(this.around);
  readonly reservations = new Reservations(this.around);
  readonly overview = new Overview();
  readonly serving = new Serving(this.around);
  readonly quality = new Quality(this.serving);
  readonly rollouts = new Rollouts(this.around, { serving: this.serving, quality: this.quality });
  readonly clouds = new Clouds(this.around, this.rollouts);
  readonly learning = new Learning(this.around, { offers: this.offers, rollouts: this.rollouts });
  readonly trail = new Trail(this.around);
  readonly agents = new Agents(this.around);
  readonly work = new AgentsAtWork(this.agents, this.around.clock);
  readonly analyses = new Analyses(this.around);
  readonly clock = this.around.clock;
}

function surroundings(addresses: Addresses, journal: Journal, ledger: Ledger): Surroundings {
  const { secrets } = addresses;
  const api = new RestDriver('OptiInfra', {
    url: addresses.orchestratorUrl,
    contract: new Contract('openapi.yaml'),
    journal,
  });
  const control = new WorldControl({ ...addresses, controlKey: secrets.controlKey }, journal);
  const runtimeHost = new RuntimeHost(addresses.runtimeUrl, secrets.runtimeKey, journal);
  const postgres = new Postgres(addresses.postgresUrl, journal);
  const clickhouse = new ClickHouse({ url: addresses.clickhouseUrl, database: addresses.clickhouseDatabase }, journal);
  ledger.owe('lines to the environment', async () => {
    await Promise.all([api, control, runtimeHost, postgres, clickhouse].map((driver) => driver.close()));
  });
  return {
    addresses,
    api,
    eventContract: new Contract('events.yaml'),
    operator: new Operator(api, { email: secrets.operatorEmail, password: secrets.operatorPassword }),
    control,
    runtimeHost,
    postgres,
    clickhouse,
    qdrant: new Qdrant(addresses.qdrantUrl, journal),
    journal,
    ledger,
    clock: new WorldTime(addresses.worldSpeed),
    unique: uniqueNames(runLabel()),
    secret: newSecret,
  };
}
