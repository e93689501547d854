import { z } from 'zod';
import { defineTask } from './task.ts';

const parameters = z.object({
  resolution_id: z.uuid(),
  event_type: z.enum(['resolution_approved', 'resolution_executed', 'resolution_stopped']),
  message: z.string(),
});

const output = z.object({ noted: z.literal(true) });

/** Every agent is told how a disagreement was settled and what came of it, whether it took part or not. It keeps no state, so it notes it in its log. */
export function noteResolution() {
  return defineTask({
    parameters,
    output,
    run: async ({ resolution_id, event_type, message }, { logger }) => {
      logger.info({ resolution_id, event_type }, message);
      return { noted: true as const };
    },
  });
}
