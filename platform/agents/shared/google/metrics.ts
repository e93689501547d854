import { z } from 'zod';
import type { Project } from './project.ts';

const seriesSchema = z.object({
  timeSeries: z
    .array(
      z.object({
        resource: z.object({ labels: z.record(z.string(), z.string()) }),
        points: z.array(
          z.object({ interval: z.object({ endTime: z.string() }), value: z.object({ doubleValue: z.number() }) }),
        ),
      }),
    )
    .default([]),
});

/** Wall milliseconds: an agent writes a sample a minute. */
const twoSamples = 120_000;

/** How much the GPUs of a machine worked in the hour that ended then, 0..1. */
export interface HourOfUse {
  readonly end: Date;
  readonly use: number;
}

const gpuFilter = 'metric.type="agent.googleapis.com/gpu/utilization"';

/** How much the GPUs of each machine work, 0..1, by instance id, as Google's Ops Agent has measured last. */
export async function gpuUseNow(project: Project): Promise<ReadonlyMap<string, number>> {
  const now = Date.now();
  const series = await gpuSeries(project, { from: now - twoSamples, to: now });
  const uses = series.flatMap(({ id, points: [latest] }) => (latest ? [[id, latest.use] as const] : []));
  return new Map(uses);
}

/** The same in each full hour of a time, wall milliseconds, oldest first. */
export async function gpuUseByHour(
  project: Project,
  time: { readonly from: number; readonly to: number },
): Promise<ReadonlyMap<string, readonly HourOfUse[]>> {
  const hourly = { 'aggregation.alignmentPeriod': '3600s', 'aggregation.perSeriesAligner': 'ALIGN_MEAN' };
  const series = await gpuSeries(project, time, hourly);
  return new Map(series.map(({ id, points }) => [id, points.toReversed()]));
}

/** Newest first. */
async function gpuSeries(
  project: Project,
  { from, to }: { readonly from: number; readonly to: number },
  aggregation: Readonly<Record<string, string>> = {},
) {
  const answer = await project.gcp.read(project, 'monitoring', {
    path: `/v3/projects/${project.projectId}/timeSeries`,
    query: {
      filter: gpuFilter,
      'interval.startTime': new Date(from).toISOString(),
      'interval.endTime': new Date(to).toISOString(),
      ...aggregation,
    },
  });
  return seriesSchema.parse(answer).timeSeries.flatMap(({ resource, points }) => {
    const id = resource.labels.instance_id;
    const uses = points.map(({ interval, value }) => ({
      end: new Date(interval.endTime),
      use: value.doubleValue / 100,
    }));
    return id === undefined ? [] : [{ id, points: uses }];
  });
}
