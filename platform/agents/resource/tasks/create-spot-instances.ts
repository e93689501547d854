import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import { inAccount } from '../../shared/account.ts';
import { defineTask } from '../../shared/task.ts';
import type { Patience } from '../await-running.ts';
import { createReplacements } from '../create-replacements.ts';

const parameters = z.object({ optimization_id: z.uuid(), replaces: z.array(z.string().min(1)).min(1) });
const output = z.object({ created: z.array(z.object({ instance_id: z.string(), replaces: z.string() })) });

/** Spot machines like the given ones, all of them running, or none. */
export function createSpotInstances(aws: Aws, patience: Patience) {
  return defineTask({
    parameters,
    output,
    run: ({ optimization_id: optimizationId, replaces }, context) =>
      inAccount(aws, context, async (account) => {
        const created = await createReplacements(account, { optimizationId, replaces }, patience);
        return {
          created: created.map(({ instanceId, replaces: original }) => ({
            instance_id: instanceId,
            replaces: original,
          })),
        };
      }),
  });
}
