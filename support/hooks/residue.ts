import { ClickHouse } from '../drivers/clickhouse';
import { Contract } from '../drivers/contract';
import { Journal } from '../drivers/journal';
import { Operator } from '../drivers/operator';
import { Postgres } from '../drivers/postgres';
import { Qdrant } from '../drivers/qdrant';
import { RestDriver } from '../drivers/rest';
import { RuntimeHost } from '../drivers/runtime-host';
import { WorldControl } from '../drivers/world-control';
import type { Addresses } from '../environment/addresses';
import { eventually } from '../eventually';
import { runLabel } from '../run-label';

/** Wall milliseconds: a store may forget a customer who left a moment later than the others. */
const PATIENCE = 15_000;

/** Views of PostgreSQL with a row for each thing that belongs to a customer. */
const VIEWS = [
  'recommendations',
  'approvals',
  'optimizations',
  'optimization_outcomes',
  'resolutions',
  'agent_events',
] as const;

/**
 * What a run made must be gone when it ends: its customers, its cloud accounts and projects, and whatever any store keeps of a customer who left.
 * Customers of another run beside this one are none of its business. @throws NotInTime naming what is left
 */
export async function assertNoResidue(addresses: Addresses): Promise<void> {
  const places = new Places(addresses);
  try {
    await eventually(
      'the run to leave nothing behind',
      () => places.residue(),
      (left) => left.length === 0,
      {
        within: PATIENCE,
        deadline: `${PATIENCE / 1000} seconds`,
        show: (left) => left.join(', '),
      },
    );
  } finally {
    await places.close();
  }
}

/** Everywhere a trace could stay. */
class Places {
  readonly #api: RestDriver;
  readonly #operator: Operator;
  readonly #control: WorldControl;
  readonly #runtimes: RuntimeHost;
  readonly #postgres: Postgres;
  readonly #clickhouse: ClickHouse;
  readonly #qdrant: Qdrant;

  constructor(addresses: Addresses) {
    const journal = new Journal();
    const { secrets } = addresses;
    this.#api = new RestDriver('OptiInfra', {
      url: addresses.orchestratorUrl,
      contract: new Contract('openapi.yaml'),
      journal,
    });
    this.#operator = new Operator(this.#api, { email: secrets.operatorEmail, password: secrets.operatorPassword });
    this.#control = new WorldControl({ ...addresses, controlKey: secrets.controlKey }, journal);
    this.#runtimes = new RuntimeHost(addresses.runtimeUrl, secrets.runtimeKey, journal);
    this.#postgres = new Postgres(addresses.postgresUrl, journal);
    this.#clickhouse = new ClickHouse(
      { url: addresses.clickhouseUrl, database: addresses.clickhouseDatabase },
      journal,
    );
    this.#qdrant = new Qdrant(addresses.qdrantUrl, journal);
  }

  async residue(): Promise<readonly string[]> {
    // The stores first: a customer who comes in between is then known, not taken for one who left.
    const traces = await this.#traces();
    const [customers, agents, accounts, projects] = await Promise.all([
      this.#operator.customers(),
      this.#operator.agents(),
      this.#control.openAccounts(runLabel()),
      this.#control.listProjects(runLabel()),
    ]);
    const present = new Set(customers.map(({ customer_id }) => customer_id));
    return [
      ...customers.filter(({ email }) => email.startsWith(runLabel())).map(({ email }) => `customer ${email}`),
      ...agents
        .filter(({ pool, status }) => pool.startsWith(runLabel()) && status !== 'deregistered')
        .map(({ hostname }) => `agent ${hostname}`),
      ...accounts.map((label) => `cloud account ${label}`),
      ...projects.map((label) => `cloud project ${label}`),
      ...traces
        .filter(({ customerId }) => !present.has(customerId))
        .map(({ where, customerId }) => `${where} of ${customerId}, who left`),
    ];
  }

  async close(): Promise<void> {
    await Promise.all(
      [this.#api, this.#control, this.#runtimes, this.#postgres, this.#clickhouse].map((driver) => driver.close()),
    );
  }

  async #traces(): Promise<readonly Trace[]> {
    const rows = VIEWS.map(async (view) =>
      tracesOf(`${view} in PostgreSQL`, await this.#postgres.rows<Owned>(view, {})),
    );
    return (await Promise.all([...rows, this.#metrics(), this.#memories(), this.#installations()])).flat();
  }

  async #metrics(): Promise<readonly Trace[]> {
    const owners = await this.#clickhouse.rows<Owned>(
      'select distinct toString(customer_id) as customer_id from metrics',
      {},
    );
    return tracesOf('metrics in ClickHouse', owners);
  }

  async #memories(): Promise<readonly Trace[]> {
    const payloads = await this.#qdrant.payloads('optimization_outcomes', {});
    return tracesOf(
      'a memory in Qdrant',
      payloads.map(({ customer_id }) => ({ customer_id: String(customer_id) })),
    );
  }

  async #installations(): Promise<readonly Trace[]> {
    return tracesOf('a runtime', await this.#runtimes.installations());
  }
}

interface Owned {
  readonly customer_id: string;
}

interface Trace {
  readonly where: string;
  readonly customerId: string;
}

function tracesOf(where: string, rows: readonly Owned[]): readonly Trace[] {
  return [...new Set(rows.map(({ customer_id }) => customer_id))].map((customerId) => ({ where, customerId }));
}
