import type { components } from '../../../contracts/generated/openapi.ts';
import type { Reader } from '../database/change.ts';

export type AuditEntry = components['schemas']['AuditEntry'];

export interface Actor {
  readonly type: AuditEntry['actor_type'];
  readonly id: string;
}

export const orchestrator: Actor = { type: 'orchestrator', id: 'orchestrator' };
export const anonymous: Actor = { type: 'anonymous', id: 'unknown' };

export interface NewAuditEntry {
  /** Whose trail it belongs to; absent where it concerns no customer. */
  readonly customerId?: string | undefined;
  readonly actor: Actor;
  /** Noun and past participle, such as recommendation.approved. */
  readonly action: string;
  readonly subject: { readonly type: string; readonly id: string };
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Appends to the audit trail, which cannot be changed afterwards. */
export async function recordAudit(db: Reader, entry: NewAuditEntry): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({
      customer_id: entry.customerId ?? null,
      actor_type: entry.actor.type,
      actor_id: entry.actor.id,
      action: entry.action,
      subject_type: entry.subject.type,
      subject_id: entry.subject.id,
      details: JSON.stringify(entry.details ?? {}),
    })
    .execute();
}

/** Oldest first. */
export async function auditTrail(db: Reader, customerId: string): Promise<readonly AuditEntry[]> {
  const rows = await db
    .selectFrom('audit_log')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('id')
    .execute();
  return rows.map(({ customer_id: _, ...row }) => ({ ...row, at: row.at.toISOString() }));
}
