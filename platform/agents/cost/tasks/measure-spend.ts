import { z } from 'zod';
import { defineTask } from '../../shared/task.ts';
import { measureSpend, type SpendSources } from '../spend.ts';

/** What the customer pays a month for the machines that run now and for what is reserved. */
export function measureSpendTask(sources: SpendSources) {
  return defineTask({
    parameters: z.object({ history_days: z.number().int().min(1).max(366).optional() }),
    output: z.object({
      monthly_cost: z.number().min(0),
      running: z.array(z.string()),
      reservations: z.array(z.string()),
    }),
    run: async ({ history_days }, context) => {
      const { monthly, machines, reservations } = await measureSpend(context, sources, history_days);
      return {
        monthly_cost: monthly / 100,
        running: machines.map(({ instanceId }) => instanceId),
        reservations: reservations.map(({ id }) => id),
      };
    },
  });
}
