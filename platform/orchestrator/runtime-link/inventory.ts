import type { Transaction } from 'kysely';
import type { Deployment } from '../../shared/gateway.ts';
import type { Change } from '../database/change.ts';
import type { Database } from '../database/schema.ts';
import { emitEvent } from '../events/events.ts';
import { enqueue } from '../queue/jobs.ts';

export interface Inventory {
  readonly gatewayUrl: string;
  readonly deployments: readonly Deployment[];
}

/** Keeps what the runtime tells of the fleet; the customer is told when deployments appear or vanish. */
export async function keepInventory(change: Change, customerId: string, inventory: Inventory): Promise<void> {
  const before = await change.trx
    .selectFrom('runtimes')
    .select('deployments')
    .where('customer_id', '=', customerId)
    .forUpdate()
    .executeTakeFirst();
  if (before === undefined) return;
  await keepDeployments(change.trx, customerId, inventory.deployments);
  await change.trx
    .updateTable('runtimes')
    .set({ gateway_url: inventory.gatewayUrl })
    .where('customer_id', '=', customerId)
    .execute();
  if (before.deployments.length === 0 && inventory.deployments.length > 0)
    await enqueue(change.trx, 'record_latency', { customerId });
  if (namesOf(before.deployments) === namesOf(inventory.deployments)) return;
  await emitEvent(change, {
    customerId,
    type: 'infrastructure.discovered',
    message: `Your runtime serves ${inventory.deployments.length} deployments: ${namesOf(inventory.deployments)}.`,
  });
}

export async function keepDeployments(
  trx: Transaction<Database>,
  customerId: string,
  deployments: readonly Deployment[],
): Promise<void> {
  await trx
    .updateTable('runtimes')
    .set({ deployments: JSON.stringify(deployments), inventory_at: new Date() })
    .where('customer_id', '=', customerId)
    .execute();
}

function namesOf(deployments: readonly Deployment[]): string {
  return deployments
    .map((deployment) => deployment.name)
    .sort()
    .join(', ');
}
