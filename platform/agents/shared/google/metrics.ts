import { z } from 'zod';
import type { Project } from './project.ts';

const seriesSchema = z.object({
  timeSeries: z
    .array(
      z.object({
        resource: z.object({ labels: z.record(z.string(), z.string()) }),
        points: z.array(z.object({ value: z.object({ doubleValue: z.number() }) })),
      }),
    )
    .default([]),
});

/** Wall milliseconds: an agent writes a sample a minute. */
const twoSamples = 120_000;

/** How much the GPUs of each machine work, 0..1, by instance id, as Google's Ops Agent has measured last. */
export async function gpuUseNow(project: Project): Promise<ReadonlyMap<string, number>> {
  const now = Date.now();
  const answer = await project.gcp.read(project, 'monitoring', {
    path: `/v3/projects/${project.projectId}/timeSeries`,
    query: {
      filter: 'metric.type="agent.googleapis.com/gpu/utilization"',
      'interval.startTime': new Date(now - twoSamples).toISOString(),
      'interval.endTime': new Date(now).toISOString(),
    },
  });
  const uses = seriesSchema.parse(answer).timeSeries.flatMap(({ resource, points: [latest] }) => {
    const id = resource.labels.instance_id;
    return id !== undefined && latest ? [[id, latest.value.doubleValue / 100] as const] : [];
  });
  return new Map(uses);
}
