import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import type { Gcp } from '../../../shared/gcp.ts';
import { inAccount, inMetrics } from '../../shared/account.ts';
import { machinesInProject } from '../../shared/google/machines.ts';
import { gpuUseNow } from '../../shared/google/metrics.ts';
import { projectOf } from '../../shared/google/project.ts';
import { machinesById } from '../../shared/machines.ts';
import { instanceIds, share } from '../../shared/schemas.ts';
import { awsOf, defineTask, type TaskContext } from '../../shared/task.ts';
import { presentGpuUse } from '../usage.ts';

type Uses = ReadonlyMap<string, number>;

/** How much the GPUs of machines work at present, in whichever cloud they run. One that does not run is left out. */
export function checkWorkload({ aws, gcp }: { readonly aws: Aws; readonly gcp: Gcp }) {
  return defineTask({
    parameters: z.object({ instance_ids: instanceIds.min(1) }),
    output: z.object({ instances: z.array(z.object({ instance_id: z.string(), utilization: share })) }),
    run: async ({ instance_ids: ids }, context) => {
      const uses = await Promise.all([atAws(aws, context, ids), atGoogle(gcp, context, ids)]);
      const found = uses.flatMap((one) => [...one]);
      return { instances: found.map(([instance_id, utilization]) => ({ instance_id, utilization })) };
    },
  });
}

async function atAws(aws: Aws, context: TaskContext, instanceIds: readonly string[]): Promise<Uses> {
  const ids = instanceIds.filter((id) => id.startsWith('i-'));
  if (ids.length === 0 || !awsOf(context)) return new Map();
  const machines = await inAccount(aws, context, (account) => machinesById(account, ids));
  const running = machines.filter(({ state }) => state === 'running').map(({ instanceId }) => instanceId);
  return inMetrics(aws, context, (cloudWatch) => presentGpuUse(cloudWatch, running));
}

async function atGoogle(gcp: Gcp, context: TaskContext, instanceIds: readonly string[]): Promise<Uses> {
  const ids = instanceIds.filter((id) => !id.startsWith('i-'));
  const project = ids.length > 0 ? await projectOf(gcp, context) : undefined;
  if (!project) return new Map();
  const machines = await machinesInProject(project, ['running']);
  const running = machines.filter(({ instanceId }) => ids.includes(instanceId)).map(({ instanceId }) => instanceId);
  const uses = await gpuUseNow(project);
  return new Map(running.map((id) => [id, uses.get(id) ?? 0]));
}
