import type { components } from '../../../contracts/generated/openapi.ts';
import { notFound } from '../../shared/problem.ts';
import { type Actor, recordAudit } from '../audit/audit.ts';
import { inChange, type Reader, type Stores } from '../database/change.ts';

type Preferences = components['schemas']['Preferences'];

/** @throws Problem 404 */
export async function readPreferences(db: Reader, customerId: string): Promise<Preferences> {
  const row = await db.selectFrom('customers').select('preferences').where('id', '=', customerId).executeTakeFirst();
  if (row === undefined) throw notFound(`There is no customer ${customerId}`);
  return row.preferences;
}

export interface NewPreferences {
  readonly customerId: string;
  readonly preferences: Preferences;
  readonly actor: Actor;
}

/** They hold from the next stage on. @throws Problem 404 */
export async function setPreferences(
  stores: Stores,
  { customerId, preferences, actor }: NewPreferences,
): Promise<Preferences> {
  await inChange(stores, async ({ trx }) => {
    const before = await readPreferences(trx, customerId);
    await trx
      .updateTable('customers')
      .set({ preferences: JSON.stringify(preferences) })
      .where('id', '=', customerId)
      .execute();
    await recordAudit(trx, {
      customerId,
      actor,
      action: 'preferences.changed',
      subject: { type: 'customer', id: customerId },
      details: { before, after: preferences },
    });
  });
  return preferences;
}
