import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TaskError } from '../agents/task-error.ts';
import type { TaskOutput } from '../agents/tasks.ts';
import { approve } from '../recommendations/decisions.ts';
import type { RecommendationChange } from '../testing/customer.ts';
import { startDatabase, type TestDatabase } from '../testing/database.ts';
import { type Circumstances, prepareMigration, type TestMigration } from '../testing/migration.ts';

const terms = {
  term_years: 1,
  payment_option: 'no_upfront',
  upfront: 0,
  monthly: 21_000,
  commitment: 252_000,
  savings: 9_000,
  break_even_month: 9,
} as const;
const recommendation: RecommendationChange = {
  type: 'reserved_capacity',
  estimated_savings_cents: 900_000,
  instance_ids: ['old-4'],
  reservation: JSON.stringify(terms),
  reservation_options: JSON.stringify([terms]),
};
let database: TestDatabase;

before(async () => {
  database = await startDatabase();
});

after(() => database.stop());

test('what is still used steadily is reserved on the agreed terms, and saves what was promised', async () => {
  await withReservation({}, async (optimization) => {
    const { status, result, execution_steps } = await run(optimization);
    assert.equal(status, 'completed', result?.error);
    assert.deepEqual(
      [result?.predicted_savings, result?.actual_savings, result?.monthly_cost_after],
      [9_000, 9_000, 111_000],
    );
    assert.deepEqual(
      execution_steps.map(({ name, status: end }) => [name, end]),
      [
        ['verify_steady_use', 'completed'],
        ['purchase_reservation', 'completed'],
      ],
    );
    assert.deepEqual(asked(optimization, 'purchase_reservation')[0], {
      optimization_id: optimization.optimizationId,
      instance_ids: ['old-4'],
      term_years: 1,
      payment_option: 'no_upfront',
      commitment: 252_000,
      known_reservation_ids: [],
    });
  });
});

test('a purchase whose answer is lost is asked for again with what was there before it, and is one', async () => {
  let tries = 0;
  const script = (optimization: () => TestMigration): Circumstances['script'] => ({
    ...judged('steady_use'),
    purchase_reservation: (task) => {
      tries += 1;
      const answer = optimization().cloud.script().purchase_reservation?.(task);
      if (tries === 1 || !answer) throw new TaskError('agent_error', 'socket hang up', { retryable: true });
      return answer;
    },
  });
  await withReservation({ script }, async (optimization) => {
    optimization.cloud.reservations.set('older', 1);
    const { status, result } = await run(optimization);
    assert.equal(status, 'completed', result?.error);
    assert.deepEqual([...optimization.cloud.reservations.keys()], ['older', 'r-2']);
    const [first, second] = asked(optimization, 'purchase_reservation');
    assert.deepEqual(first?.known_reservation_ids, ['older']);
    assert.deepEqual(second, first);
  });
});

test('what is no longer used steadily is not reserved, and the offer is withdrawn', async () => {
  await withReservation({ script: () => judged('not_steady') }, async (optimization) => {
    const { status, result } = await run(optimization);
    assert.deepEqual([status, result?.reason], ['failed', 'not_steady']);
    assert.equal(await statusOf(optimization.recommendationId), 'withdrawn');
    assert.deepEqual(asked(optimization, 'purchase_reservation'), []);
  });
});

test('the agent is told what the others plan, and machines that something else is planned for are not reserved', async () => {
  const script = (): Circumstances['script'] => ({
    ...judged('planned_otherwise'),
    analyze_resources: () => ({ findings: [], recommendations: [smaller] }),
  });
  await withReservation({ script }, async (optimization) => {
    const { status, result } = await run(optimization);
    assert.deepEqual([status, result?.reason], ['failed', 'planned_otherwise']);
    assert.deepEqual(asked(optimization, 'analyze_cost')[0], { planned_instance_ids: ['old-2'] });
  });
});

test('a price that has risen ends it at once; nothing is there that has to be looked after', async () => {
  const script = (): Circumstances['script'] => ({
    ...judged('steady_use'),
    purchase_reservation: () => {
      throw new TaskError('price_changed', 'It now costs more.', { retryable: false });
    },
  });
  await withReservation({ script }, async (optimization) => {
    const { status, result } = await run(optimization);
    assert.deepEqual([status, result?.reason, result?.original_state_restored], ['failed', 'price_changed', true]);
    assert.equal(asked(optimization, 'purchase_reservation').length, 1);
  });
});

test('a reservation that was bought although the change failed needs a person', async () => {
  const script = (optimization: () => TestMigration): Circumstances['script'] => ({
    ...judged('steady_use'),
    purchase_reservation: () => {
      optimization().cloud.reservations.set('bought', 1);
      throw new TaskError('price_changed', 'It now costs more.', { retryable: false });
    },
  });
  await withReservation({ script }, async (optimization) => {
    const { status, result } = await run(optimization);
    assert.deepEqual([status, result?.original_state_restored], ['needs_attention', false]);
  });
});

const smaller: TaskOutput<'analyze_resources'>['recommendations'][number] = {
  type: 'right_sizing',
  title: 'A smaller machine',
  description: '',
  risk_level: 'medium',
  risk_assessed_by: 'rules',
  estimated_savings: 7_450,
  confidence: 0.8,
  instance_ids: ['old-2'],
};

type CostFinding = TaskOutput<'analyze_cost'>['findings'][number];

/** What the agents say of old-4 when it is judged again. */
function judged(
  reason: TaskOutput<'analyze_cost'>['findings'][number]['reason'],
): NonNullable<Circumstances['script']> {
  const about: Omit<CostFinding, 'kind' | 'reason'> = { instance_ids: ['old-4'], decision: 'refused', facts: {} };
  const decision = reason === 'steady_use' ? 'recommended' : 'refused';
  const findings: CostFinding[] = [
    { ...about, kind: 'reserved_capacity', decision, reason },
    { ...about, kind: 'spot_migration', reason: 'latency_critical' },
  ];
  return {
    analyze_resources: () => ({ findings: [], recommendations: [] }),
    analyze_cost: () => ({ monthly_cost: 120_000, findings, recommendations: [] }),
  };
}

interface Given {
  readonly script?: (optimization: () => TestMigration) => Circumstances['script'];
}

type Running = TestMigration & { optimizationId: string };

async function withReservation({ script }: Given, act: (optimization: Running) => Promise<void>): Promise<void> {
  let prepared: Running | undefined;
  const optimization = () => {
    if (prepared === undefined) throw new Error('The optimization is not prepared yet');
    return prepared;
  };
  const chosen = script?.(optimization) ?? judged('steady_use');
  prepared = { ...(await prepareMigration(database, { recommendation, script: chosen })), optimizationId: '' };
  const worker = await prepared.startWorker();
  try {
    await act(prepared);
  } finally {
    await worker.stop();
    await prepared.stop();
  }
}

async function run(optimization: Running) {
  const { customerId, recommendationId } = optimization;
  optimization.optimizationId = await approve(database.stores, recommendationId, { type: 'customer', id: customerId });
  return optimization.ended(optimization.optimizationId);
}

function asked({ agents }: TestMigration, type: string) {
  return agents.received.filter(({ task_type }) => task_type === type).map(({ parameters }) => parameters);
}

async function statusOf(id: string): Promise<string> {
  const row = await database.db.selectFrom('recommendations').select('status').where('id', '=', id).executeTakeFirst();
  return row?.status ?? 'gone';
}
