import type { Surroundings } from '../../world/surroundings';
import { surroundings } from '../../world/wiring';
import { Journal } from '../drivers/journal';
import type { Addresses } from '../environment/addresses';
import { eventually } from '../eventually';
import { Ledger } from '../ledger';
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
  const ledger = new Ledger();
  const around = surroundings(() => ({ addresses }), new Journal(), ledger);
  try {
    await eventually(
      'the run to leave nothing behind',
      () => residue(around),
      (left) => left.length === 0,
      {
        within: PATIENCE,
        deadline: `${PATIENCE / 1000} seconds`,
        show: (left) => left.join(', '),
      },
    );
  } finally {
    await ledger.settle();
  }
}

async function residue(around: Surroundings): Promise<readonly string[]> {
  // The stores first: a customer who comes in between is then known, not taken for one who left.
  const traces = maySeeStores(around.addresses) ? await tracesIn(around) : [];
  const { operator } = around;
  const [customers, agents, outside] = await Promise.all([
    operator.customers(),
    operator.agents(),
    around.addresses.realAccount ? [] : openedOutside(around),
  ]);
  const present = new Set(customers.map(({ customer_id }) => customer_id));
  return [
    ...customers.filter(({ email }) => email.startsWith(runLabel())).map(({ email }) => `customer ${email}`),
    ...agents
      .filter(({ pool, status }) => pool.startsWith(runLabel()) && status !== 'deregistered')
      .map(({ hostname }) => `agent ${hostname}`),
    ...outside,
    ...traces
      .filter(({ customerId }) => !present.has(customerId))
      .map(({ where, customerId }) => `${where} of ${customerId}, who left`),
  ];
}

/** In the simulated clouds; in a real one nothing is ever opened. */
async function openedOutside({ control }: Surroundings): Promise<readonly string[]> {
  const [accounts, projects] = await Promise.all([control.openAccounts(runLabel()), control.listProjects(runLabel())]);
  return [...accounts.map((label) => `cloud account ${label}`), ...projects.map((label) => `cloud project ${label}`)];
}

/** A deployed environment need not let anybody look into them. */
function maySeeStores({ processes }: Addresses): boolean {
  return processes.some(({ name }) => name === 'postgres');
}

/** Everywhere a trace could stay. */
async function tracesIn({ postgres, clickhouse, qdrant, runtimeHost }: Surroundings): Promise<readonly Trace[]> {
  const rows = VIEWS.map(async (view) => tracesOf(`${view} in PostgreSQL`, await postgres.rows<Owned>(view, {})));
  const metrics = clickhouse.rows<Owned>('select distinct toString(customer_id) as customer_id from metrics', {});
  const memories = qdrant.payloads('optimization_outcomes', {});
  const traces = await Promise.all([
    ...rows,
    metrics.then((owners) => tracesOf('metrics in ClickHouse', owners)),
    memories.then((payloads) =>
      tracesOf(
        'a memory in Qdrant',
        payloads.map(({ customer_id }) => ({ customer_id: String(customer_id) })),
      ),
    ),
    runtimeHost.installations().then((installations) => tracesOf('a runtime', installations)),
  ]);
  return traces.flat();
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
