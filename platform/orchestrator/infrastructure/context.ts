import type { components } from '../../../contracts/generated/agents.ts';
import type { Cipher } from '../auth/cipher.ts';
import type { Reader } from '../database/change.ts';

export type CustomerContext = components['schemas']['CustomerContext'];

/** What agents need to know of a customer: the cloud account, once onboarded, and the fleet, once the runtime has told of it. */
export async function customerContext(db: Reader, cipher: Cipher, customerId: string): Promise<CustomerContext> {
  const row = await db
    .selectFrom('customers')
    .leftJoin('cloud_accounts', 'cloud_accounts.customer_id', 'customers.id')
    .leftJoin('runtimes', 'runtimes.customer_id', 'customers.id')
    .select(['provider', 'region', 'role_arn_encrypted', 'gateway_url', 'deployments'])
    .where('customers.id', '=', customerId)
    .executeTakeFirstOrThrow();
  const { provider, region, role_arn_encrypted, gateway_url, deployments } = row;
  return {
    customer_id: customerId,
    ...(provider !== null &&
      region !== null &&
      role_arn_encrypted !== null && {
        cloud: { provider, region, role_arn: cipher.decrypt(role_arn_encrypted, customerId) },
      }),
    ...(gateway_url !== null && { fleet: { gateway_url, deployments: [...(deployments ?? [])] } }),
  };
}
