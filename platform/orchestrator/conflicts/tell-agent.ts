import type { Job } from '../queue/jobs.ts';
import type { Platform } from './resolve.ts';

/** Job: tells one agent how a conflict was settled, or what came of it. That it was told is kept once it has taken note. */
export function tellAgent({ stores, router }: Platform): Job<'tell_agent'> {
  return async ({ resolutionId, agentType, eventType, message }) => {
    const resolution = await stores.db
      .selectFrom('resolutions')
      .select('customer_id')
      .where('id', '=', resolutionId)
      .executeTakeFirst();
    if (resolution === undefined) return;
    const { customer_id } = resolution;
    const parameters = { resolution_id: resolutionId, event_type: eventType, message };
    await router.run('note_resolution', { customerId: customer_id, parameters, agentType });
    await stores.db
      .insertInto('agent_events')
      .values({ customer_id, resolution_id: resolutionId, agent_type: agentType, event_type: eventType })
      .onConflict((found) => found.doNothing())
      .execute();
  };
}
