import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import type { Gcp } from '../../../shared/gcp.ts';
import { inAccount } from '../../shared/account.ts';
import { neededProject } from '../../shared/google/project.ts';
import { instanceIds, placement } from '../../shared/schemas.ts';
import { defineTask } from '../../shared/task.ts';
import { originalsOf } from '../create-replacements.ts';
import { createPlaced } from '../google/create-placed.ts';

/** Machines at Google that take the work of machines at AWS over, all of them running, or none. */
export function createPlacedInstances({ aws, gcp }: { readonly aws: Aws; readonly gcp: Gcp }) {
  return defineTask({
    parameters: z.object({
      optimization_id: z.uuid(),
      replaces: instanceIds.min(1),
      placement: placement.extend({ cloud_provider: z.literal('gcp') }),
    }),
    output: z.object({ created: z.array(z.object({ instance_id: z.string(), replaces: z.string() })) }),
    run: async ({ optimization_id: optimizationId, replaces, placement: target }, context) => {
      const originals = await inAccount(aws, context, (account) => originalsOf(account, replaces));
      const project = await neededProject(gcp, context);
      const created = await createPlaced(project, { optimizationId, placement: target, originals });
      return { created: created.map((one) => ({ instance_id: one.instanceId, replaces: one.replaces })) };
    },
  });
}
