import type { components } from '../../../contracts/generated/openapi.ts';
import type { Reader } from '../database/change.ts';
import { typesThatEndMachines } from '../optimizations/plans.ts';

/**
 * The machines that waiting offers would end, with or without others in their place. Nobody should commit to paying for them.
 * @param except the agent whose own offers do not count, because it is about to judge them anew
 */
export async function plannedByOffers(
  db: Reader,
  customerId: string,
  { except }: { readonly except?: components['schemas']['AgentType'] } = {},
): Promise<readonly string[]> {
  const offers = await db
    .selectFrom('recommendations')
    .select(['instance_ids', 'agent_type'])
    .where('customer_id', '=', customerId)
    .where('status', '=', 'pending')
    .where('expires_at', '>', new Date())
    .where('type', 'in', typesThatEndMachines)
    .execute();
  return offers.filter(({ agent_type }) => agent_type !== except).flatMap(({ instance_ids }) => instance_ids);
}
