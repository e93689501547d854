import { randomUUID } from 'node:crypto';
import type { components } from '../../../contracts/generated/openapi.ts';
import { recordAudit } from '../audit/audit.ts';
import type { Cipher } from '../auth/cipher.ts';
import { getCustomer } from '../customers/customers.ts';
import { inChange, type Stores } from '../database/change.ts';
import { enqueue } from '../queue/jobs.ts';
import { accessFrom, encryptAccess } from './cloud-access.ts';

/** Takes the customer's cloud account on, or anew, and starts its discovery. @throws Problem 404 */
export async function onboard(
  stores: Stores,
  cipher: Cipher,
  { customerId, form }: { readonly customerId: string; readonly form: components['schemas']['Onboarding'] },
): Promise<void> {
  await inChange(stores, async ({ trx }) => {
    await getCustomer(trx, customerId);
    const provider = form.cloud_provider;
    const account = {
      onboarding_id: randomUUID(),
      region: form.region,
      access_encrypted: encryptAccess(cipher, accessFrom(form), customerId),
      status: 'discovering' as const,
      problem: null,
    };
    await trx
      .insertInto('cloud_accounts')
      .values({ customer_id: customerId, provider, ...account })
      .onConflict((found) => found.columns(['customer_id', 'provider']).doUpdateSet(account))
      .execute();
    await trx
      .deleteFrom('instances')
      .where('customer_id', '=', customerId)
      .where('cloud_provider', '=', provider)
      .execute();
    await recordAudit(trx, {
      customerId,
      actor: { type: 'customer', id: customerId },
      action: 'customer.onboarded',
      subject: { type: 'cloud_account', id: customerId },
      details: { provider, region: form.region },
    });
    await enqueue(trx, 'discover', { customerId, onboardingId: account.onboarding_id });
  });
}
