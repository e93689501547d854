import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import type { Gcp } from '../../../shared/gcp.ts';
import type { MetricsStore } from '../../../shared/metrics-store.ts';
import { inAccount, inMetrics } from '../../shared/account.ts';
import { machinesInProject } from '../../shared/google/machines.ts';
import { gpuUseByHour, type HourOfUse } from '../../shared/google/metrics.ts';
import { neededProject } from '../../shared/google/project.ts';
import { machinesIn } from '../../shared/machines.ts';
import { cloudProvider, historyHours } from '../../shared/schemas.ts';
import { defineTask, type TaskContext } from '../../shared/task.ts';
import { type Hours, hourlyGpuUse, lastHours } from '../use-history.ts';

type Uses = ReadonlyMap<string, readonly HourOfUse[]>;

export interface UseSources {
  readonly aws: Aws;
  readonly gcp: Gcp;
  readonly metrics: MetricsStore;
}

/** How much the GPUs of the running machines of one cloud worked in the last hours. Doing it again does not double what is recorded. */
export function measureUse({ aws, gcp, metrics }: UseSources) {
  return defineTask({
    parameters: z.object({ cloud_provider: cloudProvider, history_hours: historyHours }),
    output: z.object({ instances: z.array(z.object({ instance_id: z.string(), hours: z.number().int().min(1) })) }),
    run: async ({ cloud_provider, history_hours }, context) => {
      const hours = lastHours(history_hours, new Date());
      const uses = cloud_provider === 'aws' ? await atAws(aws, context, hours) : await atGoogle(gcp, context, hours);
      const measured = [...uses].filter(([, each]) => each.length > 0);
      const series = { customerId: context.customer.customer_id, metricType: 'gpu_utilisation' } as const;
      await metrics.replace(
        measured.flatMap(([scope, each]) =>
          each.map(({ end, use }) => ({ ...series, scope, timestamp: end, value: use })),
        ),
      );
      return { instances: measured.map(([instance_id, each]) => ({ instance_id, hours: each.length })) };
    },
  });
}

async function atAws(aws: Aws, context: TaskContext, hours: Hours): Promise<Uses> {
  const machines = await inAccount(aws, context, (account) => machinesIn(account, ['running']));
  const ids = machines.map(({ instanceId }) => instanceId);
  return inMetrics(aws, context, (cloudWatch) => hourlyGpuUse(cloudWatch, ids, hours));
}

async function atGoogle(gcp: Gcp, context: TaskContext, hours: Hours): Promise<Uses> {
  const project = await neededProject(gcp, context);
  const machines = await machinesInProject(project, ['running']);
  const uses = await gpuUseByHour(project, hours);
  return new Map(machines.map(({ instanceId }) => [instanceId, uses.get(instanceId) ?? []]));
}
