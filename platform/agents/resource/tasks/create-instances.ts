import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import { inAccount } from '../../shared/account.ts';
import { instanceIds } from '../../shared/schemas.ts';
import { defineTask, type TaskContext } from '../../shared/task.ts';
import type { Patience } from '../await-running.ts';
import { createReplacements, type ReplacementOrder } from '../create-replacements.ts';

const replacesMachines = { optimization_id: z.uuid(), replaces: instanceIds.min(1) };

const output = z.object({ created: z.array(z.object({ instance_id: z.string(), replaces: z.string() })) });

type Output = z.infer<typeof output>;

/** Spot machines like the given ones, all of them running, or none. */
export function createSpotInstances(aws: Aws, patience: Patience) {
  return defineTask({
    parameters: z.object(replacesMachines),
    output,
    run: ({ optimization_id: optimizationId, replaces }, context) =>
      create({ aws, context, patience }, { optimizationId, replaces, onDemandType: undefined }),
  });
}

/** Machines on demand of another type in place of the given ones, all of them running, or none. */
export function createInstances(aws: Aws, patience: Patience) {
  return defineTask({
    parameters: z.object({ ...replacesMachines, instance_type: z.string().min(1) }),
    output,
    run: ({ optimization_id: optimizationId, replaces, instance_type: onDemandType }, context) =>
      create({ aws, context, patience }, { optimizationId, replaces, onDemandType }),
  });
}

interface Place {
  readonly aws: Aws;
  readonly context: TaskContext;
  readonly patience: Patience;
}

function create({ aws, context, patience }: Place, order: ReplacementOrder): Promise<Output> {
  return inAccount(aws, context, async (account) => {
    const created = await createReplacements(account, order, patience);
    return { created: created.map(({ instanceId, replaces }) => ({ instance_id: instanceId, replaces })) };
  });
}
