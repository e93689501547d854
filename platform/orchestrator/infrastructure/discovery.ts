import type { Transaction } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';
import type { TaskRouter } from '../agents/router.ts';
import { finalProblem } from '../agents/task-error.ts';
import { inChange, type Stores } from '../database/change.ts';
import type { Database } from '../database/schema.ts';
import { emitEvent } from '../events/events.ts';
import { toCents } from '../money.ts';
import { enqueue, type Job } from '../queue/jobs.ts';
import { cloudName } from './cloud-access.ts';

type Instance = components['schemas']['Instance'];

export interface DiscoveryDependencies {
  readonly stores: Stores;
  readonly router: TaskRouter;
}

/** Job: finds the customer's machines. A later onboarding makes the result of this one worthless. */
export function discover({ stores, router }: DiscoveryDependencies): Job<'discover'> {
  return async ({ customerId, onboardingId }, { isLast }) => {
    const provider = await providerOf(stores, { customerId, onboardingId });
    if (provider === undefined) return;
    try {
      const parameters = { cloud_provider: provider };
      const { instances } = await router.run('discover_infrastructure', { customerId, parameters });
      await keepInstances(stores, { customerId, onboardingId, instances });
    } catch (error) {
      await keepFailure(stores, { customerId, onboardingId, problem: finalProblem(error, isLast) });
    }
  };
}

/** Looks again at what runs, after something was changed. Does nothing for a customer who is not onboarded. */
export async function enqueueRediscovery(trx: Transaction<Database>, customerId: string): Promise<void> {
  const accounts = await trx
    .selectFrom('cloud_accounts')
    .select('onboarding_id')
    .where('customer_id', '=', customerId)
    .execute();
  for (const { onboarding_id } of accounts) await enqueue(trx, 'discover', { customerId, onboardingId: onboarding_id });
}

/** Undefined when a later onboarding has taken its place. */
async function providerOf({ db }: Stores, { customerId, onboardingId }: Onboarding) {
  const found = await db
    .selectFrom('cloud_accounts')
    .select('provider')
    .where('customer_id', '=', customerId)
    .where('onboarding_id', '=', onboardingId)
    .executeTakeFirst();
  return found?.provider;
}

interface Onboarding {
  readonly customerId: string;
  readonly onboardingId: string;
}

interface Found extends Onboarding {
  readonly instances: readonly Instance[];
}

async function keepInstances(stores: Stores, { customerId, onboardingId, instances }: Found): Promise<void> {
  await inChange(stores, async (change) => {
    const { trx } = change;
    const before = await lockAccount(trx, { customerId, onboardingId });
    if (before === undefined) return;
    await trx
      .updateTable('cloud_accounts')
      .set({ status: 'discovered', problem: null })
      .where('customer_id', '=', customerId)
      .where('onboarding_id', '=', onboardingId)
      .execute();
    await trx
      .deleteFrom('instances')
      .where('customer_id', '=', customerId)
      .where('cloud_provider', '=', before.provider)
      .execute();
    if (instances.length > 0)
      await trx
        .insertInto('instances')
        .values(instances.map((one) => toRow(customerId, one)))
        .execute();
    if (before.status !== 'discovered') {
      await enqueue(trx, 'record_spend', { customerId });
      await enqueue(trx, 'record_use', { customerId, provider: before.provider });
    }
    await emitEvent(change, {
      customerId,
      type: 'infrastructure.discovered',
      message: `Your account at ${cloudName(before.provider)} runs ${instances.length} machines.`,
    });
  });
}

async function keepFailure(
  stores: Stores,
  { customerId, onboardingId, problem }: Onboarding & { readonly problem: string },
): Promise<void> {
  await inChange(stores, async (change) => {
    const before = await lockAccount(change.trx, { customerId, onboardingId });
    // What was discovered before stays known although a later look fails.
    if (before?.status !== 'discovering') return;
    await change.trx
      .updateTable('cloud_accounts')
      .set({ status: 'failed', problem })
      .where('customer_id', '=', customerId)
      .where('onboarding_id', '=', onboardingId)
      .execute();
    await emitEvent(change, {
      customerId,
      type: 'infrastructure.failed',
      message: `Your account at ${cloudName(before.provider)} could not be read: ${problem}`,
    });
  });
}

function lockAccount(trx: Transaction<Database>, { customerId, onboardingId }: Onboarding) {
  return trx
    .selectFrom('cloud_accounts')
    .select(['provider', 'status'])
    .where('customer_id', '=', customerId)
    .where('onboarding_id', '=', onboardingId)
    .forUpdate()
    .executeTakeFirst();
}

function toRow(customerId: string, { monthly_cost, launched_at, ...instance }: Instance) {
  return {
    customer_id: customerId,
    ...instance,
    launched_at: new Date(launched_at),
    monthly_cost_cents: toCents(monthly_cost),
  };
}
