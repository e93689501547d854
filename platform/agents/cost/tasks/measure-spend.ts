import { z } from 'zod';
import { noParameters } from '../../shared/schemas.ts';
import { defineTask } from '../../shared/task.ts';
import { measureSpend, type SpendSources } from '../spend.ts';

/** What the customer pays a month for the machines that run now and for what is reserved. */
export function measureSpendTask(sources: SpendSources) {
  return defineTask({
    parameters: noParameters,
    output: z.object({
      monthly_cost: z.number().min(0),
      running: z.array(z.string()),
      reservations: z.array(z.string()),
    }),
    run: async (_, context) => {
      const { monthly, machines, reservations } = await measureSpend(context, sources);
      return {
        monthly_cost: monthly / 100,
        running: machines.map(({ instanceId }) => instanceId),
        reservations: reservations.map(({ id }) => id),
      };
    },
  });
}
