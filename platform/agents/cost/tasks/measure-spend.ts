import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import { inAccount } from '../../shared/account.ts';
import { noParameters } from '../../shared/schemas.ts';
import { defineTask } from '../../shared/task.ts';
import { measureSpend, type SpendSources } from '../spend.ts';

/** What the customer pays a month for the machines that run now. */
export function measureSpendTask(aws: Aws, sources: SpendSources) {
  return defineTask({
    parameters: noParameters,
    output: z.object({ monthly_cost: z.number().min(0), running: z.array(z.string()) }),
    run: (_, context) =>
      inAccount(aws, context, async (account) => {
        const { monthly, machines } = await measureSpend(context.customer.customer_id, account, sources);
        return { monthly_cost: monthly / 100, running: machines.map(({ instanceId }) => instanceId) };
      }),
  });
}
