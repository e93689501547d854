import { createHash } from 'node:crypto';
import { asPlatform } from '../../support/drivers/database-access';
import { eventually } from '../../support/eventually';
import { Duration } from '../amounts/duration';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';

/** A seal over one entry of the audit trail and all before it (contracts/store-views.yaml). */
export interface Seal {
  readonly position: string;
  readonly entry_id: string;
  readonly hash: string;
  /** Null where the entry is gone. */
  readonly content: string | null;
}

/** How somebody could try to rewrite the trail. The value is a customer's id. */
const TAMPERING: Readonly<Record<string, string>> = {
  'change an entry of': "update audit_log set action = 'nothing' where customer_id::text = $1",
  'delete an entry of': 'delete from audit_log where customer_id::text = $1',
  empty: 'truncate audit_log',
  'change a seal of':
    "update audit_seals set hash = '' where entry_id in (select id from audit_log where customer_id::text = $1)",
};

/** How long a seal may take, so that there is one to be changed. */
const SOON = Duration.parse('2 minutes');

/** What makes it evident that the audit trail is as it was written. */
export class Seals {
  constructor(private readonly around: Surroundings) {}

  /** Waits until each entry in a customer's trail has its seal. @throws NotInTime naming those that have none */
  async sealed(customer: Subscriber, deadline: Duration): Promise<void> {
    await eventually(
      `each entry of the audit trail of ${customer.name} to be sealed`,
      () => this.#unsealed(customer),
      (unsealed) => unsealed.length === 0,
      { ...this.around.clock.within(deadline), show: (unsealed) => `not sealed: ${unsealed.join(', ')}` },
    );
  }

  /** All seals, first to last. */
  async all(): Promise<readonly Seal[]> {
    const seals = await this.around.postgres.rows<Seal & { readonly position: string }>('audit_seals', {});
    return [...seals].sort((one, other) => Number(one.position) - Number(other.position));
  }

  /** @returns how the database answered @throws RangeError naming the ways that are known */
  async tamper(way: string, customer: Subscriber): Promise<string> {
    const statement = TAMPERING[way];
    if (!statement)
      throw new RangeError(`Nobody knows how to ${way} the trail. Known: ${Object.keys(TAMPERING).join(', ')}`);
    if (statement.includes('audit_seals')) await this.sealed(customer, SOON);
    const { addresses, journal } = this.around;
    const values = statement.includes('$1') ? [customer.own.customerId] : [];
    const url = addresses.secrets.platformDatabaseUrl;
    return await asPlatform(url, statement, values, journal).then(() => 'it was done', String);
  }

  async #unsealed(customer: Subscriber): Promise<readonly string[]> {
    const entries = await customer.call('listAuditEntries');
    const seals = await this.around.postgres.rows<Seal>('audit_seals', { customer_id: customer.own.customerId });
    const sealed = new Set(seals.map(({ entry_id }) => Number(entry_id)));
    return entries.filter(({ id }) => !sealed.has(id)).map(({ id, action }) => `${id} ${action}`);
  }
}

/** The places where the chain is broken, in words. @param seals first to last */
export function breaksIn(seals: readonly Seal[]): readonly string[] {
  let before: Uint8Array = Buffer.alloc(0);
  return seals.flatMap(({ position, entry_id, hash, content }, index) => {
    const own = createHash('sha256')
      .update(before)
      .update(content ?? '')
      .digest('hex');
    before = Buffer.from(hash, 'hex');
    if (Number(position) !== index + 1) return [`seal ${index + 1} is missing`];
    if (content === null) return [`entry ${entry_id} is gone`];
    return own === hash ? [] : [`entry ${entry_id} is not what was sealed`];
  });
}
