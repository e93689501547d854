import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import { engineArgsSchema, Gateway } from '../../../shared/gateway.ts';
import { inAccount } from '../../shared/account.ts';
import { deploymentOf } from '../../shared/deployment.ts';
import { gpusOf, instanceTypes } from '../../shared/instance-types.ts';
import { machinesById } from '../../shared/machines.ts';
import { instanceIds, optimizationType, validation } from '../../shared/schemas.ts';
import { defineTask, gatewayUrlOf, type TaskContext, TaskError } from '../../shared/task.ts';
import {
  type Question,
  type Verdict,
  validateEnd,
  validatePrice,
  validateRestart,
  validateSmaller,
  validateSpot,
} from '../validations.ts';

const parameters = z.object({
  type: optimizationType,
  instance_ids: instanceIds.min(1),
  deployment: z.string().min(1).optional(),
  engine_args: engineArgsSchema.optional(),
  target_instance_type: z.string().min(1).optional(),
  /** Changes of settings that are taken for done before. */
  after: z.array(z.object({ deployment: z.string().min(1), engine_args: engineArgsSchema })).default([]),
});

type Parameters = z.infer<typeof parameters>;

/** Whether every deployment concerned keeps its latency objective while, and after, the recommendation is carried out. */
export function validateRecommendation(aws: Aws) {
  return defineTask({
    parameters,
    output: validation,
    run: async (asked, context) => {
      const gateway = new Gateway(gatewayUrlOf(context));
      const deployments = await gateway.deployments();
      const assumed = asked.after.map(({ deployment, engine_args }) => ({ deployment, engineArgs: engine_args }));
      const question = { gateway, deployments, machineIds: asked.instance_ids, assumed };
      return { agent_type: 'performance' as const, ...(await answer(asked, question, { aws, context })) };
    },
  });
}

interface Cloud {
  readonly aws: Aws;
  readonly context: TaskContext;
}

async function answer(asked: Parameters, question: Question, cloud: Cloud): Promise<Verdict> {
  switch (asked.type) {
    case 'spot_migration':
      return validateSpot(question);
    case 'kv_cache_optimization':
    case 'quantization':
    case 'batch_optimization':
      return validateRestart(question, await deploymentOf(question.gateway, needed(asked, 'deployment')));
    case 'right_sizing':
      return validateSmaller(question, await gpuRatio(asked, cloud));
    case 'idle_termination':
    case 'cloud_placement':
    case 'batch_spot_migration':
      return validateEnd(question);
    case 'reserved_capacity':
      return validatePrice(question);
  }
}

/** The most GPUs that one of the machines has, over those of the machine that is to replace it. @throws TaskError */
async function gpuRatio(asked: Parameters, { aws, context }: Cloud): Promise<number> {
  const target = needed(asked, 'target_instance_type');
  return inAccount(aws, context, async (account) => {
    const machines = await machinesById(account, asked.instance_ids);
    const names = machines.map(({ instanceType }) => instanceType);
    const types = await instanceTypes(account, [...names, target]);
    return Math.max(...names.map((name) => gpusOf(types, name).count)) / gpusOf(types, target).count;
  });
}

function needed(asked: Parameters, name: 'deployment' | 'target_instance_type'): string {
  const value = asked[name];
  if (value !== undefined) return value;
  throw new TaskError('invalid_parameters', `parameters.${name}: needed with ${asked.type}`, { retryable: false });
}
