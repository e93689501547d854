import { type Actor, recordAudit } from '../audit/audit.ts';
import type { Change } from '../database/change.ts';
import type { ResolutionRow } from '../database/schema.ts';
import { emitEvent } from '../events/events.ts';
import { enqueue } from '../queue/jobs.ts';

/** All of them are told, whether they took part or not: each goes on to judge what the others have changed. */
const everyAgent = ['cost', 'performance', 'resource', 'application'] as const;

interface Report {
  readonly actor: Actor;
  readonly event: 'approved' | 'executed' | 'stopped';
  /** In words for the customer. */
  readonly message: string;
}

/** Writes what became of a resolution to the audit trail, has every agent told, and tells the customer. To be called last in a change. */
export async function report(
  change: Change,
  { id, customer_id: customerId }: ResolutionRow,
  { actor, event, message }: Report,
): Promise<void> {
  const subject = { type: 'resolution', id };
  await recordAudit(change.trx, {
    customerId,
    actor,
    action: `resolution.${event}`,
    subject,
    details: { reason: message },
  });
  const eventType = `resolution_${event}` as const;
  await change.trx
    .insertInto('agent_events')
    .values({ customer_id: customerId, resolution_id: id, agent_type: 'orchestrator', event_type: eventType })
    .onConflict((found) => found.doNothing())
    .execute();
  for (const agentType of everyAgent) {
    await enqueue(change.trx, 'tell_agent', { resolutionId: id, agentType, eventType, message });
  }
  await emitEvent(change, { customerId, type: `resolution.${event}`, message, data: { resolution_id: id } });
}
