import type { components } from '../../../contracts/generated/agents.ts';
import type { Cipher } from '../auth/cipher.ts';
import type { Reader } from '../database/change.ts';
import { decryptAccess } from './cloud-access.ts';

export type CustomerContext = components['schemas']['CustomerContext'];

/** What agents need to know of a customer: the cloud accounts, once onboarded, and the fleet, once the runtime has told of it. */
export async function customerContext(db: Reader, cipher: Cipher, customerId: string): Promise<CustomerContext> {
  const [accounts, runtime] = await Promise.all([
    db
      .selectFrom('cloud_accounts')
      .select(['customer_id', 'access_encrypted', 'region'])
      .where('customer_id', '=', customerId)
      .orderBy('provider')
      .execute(),
    db
      .selectFrom('runtimes')
      .select(['gateway_url', 'deployments'])
      .where('customer_id', '=', customerId)
      .executeTakeFirst(),
  ]);
  return {
    customer_id: customerId,
    clouds: accounts.map((account) => decryptAccess(cipher, account)),
    ...(typeof runtime?.gateway_url === 'string' && {
      fleet: { gateway_url: runtime.gateway_url, deployments: [...runtime.deployments] },
    }),
  };
}
