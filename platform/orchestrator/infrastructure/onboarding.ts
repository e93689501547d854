import { randomUUID } from 'node:crypto';
import type { components } from '../../../contracts/generated/openapi.ts';
import { recordAudit } from '../audit/audit.ts';
import type { Cipher } from '../auth/cipher.ts';
import { getCustomer } from '../customers/customers.ts';
import { inChange, type Stores } from '../database/change.ts';
import { enqueue } from '../queue/jobs.ts';

/** Takes the customer's cloud account on, or anew, and starts its discovery. @throws Problem 404 */
export async function onboard(
  stores: Stores,
  cipher: Cipher,
  { customerId, form }: { readonly customerId: string; readonly form: components['schemas']['Onboarding'] },
): Promise<void> {
  await inChange(stores, async ({ trx }) => {
    await getCustomer(trx, customerId);
    const account = {
      onboarding_id: randomUUID(),
      provider: form.cloud_provider,
      region: form.region,
      role_arn_encrypted: cipher.encrypt(form.iam_role_arn, customerId),
      status: 'discovering' as const,
      problem: null,
    };
    await trx
      .insertInto('cloud_accounts')
      .values({ customer_id: customerId, ...account })
      .onConflict((found) => found.column('customer_id').doUpdateSet(account))
      .execute();
    await trx.deleteFrom('instances').where('customer_id', '=', customerId).execute();
    await recordAudit(trx, {
      customerId,
      actor: { type: 'customer', id: customerId },
      action: 'customer.onboarded',
      subject: { type: 'cloud_account', id: customerId },
      details: { provider: form.cloud_provider, region: form.region },
    });
    await enqueue(trx, 'discover', { customerId, onboardingId: account.onboarding_id });
  });
}
