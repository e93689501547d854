import { z } from 'zod';
import { share } from '../../shared/schemas.ts';
import { defineTask } from '../../shared/task.ts';
import type { OutcomeStore } from '../outcome-store.ts';

const parameters = z.object({
  optimization_id: z.uuid(),
  type: z.string().min(1),
  success: z.boolean(),
  reason: z.string().optional(),
  predicted_savings: z.number(),
  actual_savings: z.number(),
  instance_type: z.string(),
  machines: z.number().int().min(0),
  discount: z.number().max(1),
  interruption_rate: share,
});

/** Remembers what came of an optimization, so that the next one in a like situation can be judged by it. */
export function recordOutcome(store: OutcomeStore) {
  return defineTask({
    parameters,
    output: z.object({ stored: z.boolean() }),
    run: async (outcome, context) => {
      await store.put(context.customer.customer_id, outcome);
      return { stored: true };
    },
  });
}
