import type { components } from '../../../contracts/generated/openapi.ts';
import type { Deployment } from '../../shared/gateway.ts';
import { getCustomer } from '../customers/customers.ts';
import type { Reader } from '../database/change.ts';
import type { InstanceRow } from '../database/schema.ts';
import { toDollars } from '../money.ts';

type Schemas = components['schemas'];

/** What was discovered of a customer. @throws Problem 404 */
export async function getInfrastructure(db: Reader, customerId: string): Promise<Schemas['Infrastructure']> {
  await getCustomer(db, customerId);
  // First, so that what is told as discovered is there: what commits between the two reads is seen by the second.
  const accounts = await db
    .selectFrom('cloud_accounts')
    .select(['provider', 'region', 'status', 'problem'])
    .where('customer_id', '=', customerId)
    .orderBy('provider')
    .execute();
  const [instances, deployments] = await Promise.all([
    db.selectFrom('instances').selectAll().where('customer_id', '=', customerId).orderBy('name').execute(),
    readDeployments(db, customerId),
  ]);
  const problems = accounts.flatMap(({ problem }) => problem ?? []);
  return {
    status: statusOf(accounts),
    ...(problems.length > 0 && { problem: problems.join(' ') }),
    cloud_accounts: accounts.map(({ provider, region, status, problem }) => ({
      cloud_provider: provider,
      region,
      status,
      ...(problem !== null && { problem }),
    })),
    instances: instances.map(toInstance),
    vllm_deployments: deployments.map(toVllmDeployment),
  };
}

function statusOf(
  accounts: readonly { readonly status: Schemas['CloudAccount']['status'] }[],
): Schemas['Infrastructure']['status'] {
  if (accounts.length === 0) return 'not_onboarded';
  const is = (wanted: Schemas['CloudAccount']['status']) => accounts.some(({ status }) => status === wanted);
  if (is('failed')) return 'failed';
  return is('discovering') ? 'discovering' : 'discovered';
}

/** The serving deployments as the customer's runtime told last; none before it has. */
export async function readDeployments(db: Reader, customerId: string): Promise<readonly Deployment[]> {
  const row = await db
    .selectFrom('runtimes')
    .select('deployments')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row?.deployments ?? [];
}

function toInstance(row: InstanceRow): Schemas['Instance'] {
  const { customer_id: _, monthly_cost_cents, launched_at, ...instance } = row;
  return { ...instance, launched_at: launched_at.toISOString(), monthly_cost: toDollars(monthly_cost_cents) };
}

function toVllmDeployment({ name, model, slo_p95_seconds, replicas }: Deployment): Schemas['VllmDeployment'] {
  return {
    name,
    model,
    slo_p95_seconds,
    replicas: replicas.map(({ replica_id, machine_id, state, weight }) => ({
      replica_id,
      instance_id: machine_id,
      state,
      weight,
    })),
  };
}
