import { z } from 'zod';
import { Gateway } from '../../../shared/gateway.ts';
import type { Measurement, MetricsStore } from '../../../shared/metrics-store.ts';
import { defineTask, gatewayUrlOf } from '../../shared/task.ts';
import { snapshotSchema, takeSnapshot } from '../reading.ts';
import { compareWindow, type WindowResult } from '../window.ts';

const replicaIds = z.array(z.string().min(1));
const seconds = z.number().min(0);

const parameters = z.object({
  deployment: z.string().min(1),
  snapshot: snapshotSchema,
  changed: replicaIds.min(1),
  unchanged: replicaIds,
  latency_p95_before: z.number().positive().optional(),
  slo_p95_seconds: z.number().positive().optional(),
  slo_judges: z.enum(['alone', 'besides']).default('alone'),
});

const output = z.object({
  verdict: z.enum(['pass', 'latency_breach', 'slo_breach', 'error_rate_breach', 'latency_unmeasured']),
  requests: z.number().int().min(0),
  latency_p95_changed: seconds,
  latency_p99_changed: seconds,
  latency_p95_unchanged: seconds,
  latency_degradation: z.number(),
  error_rate: z.number().min(0).max(1),
});

/** Compares the changed replicas with the unchanged ones over the window that the snapshot began. */
export function closeWindow(metrics: MetricsStore) {
  return defineTask({
    parameters,
    output,
    run: async ({ snapshot, changed, unchanged, ...limits }, context) => {
      const gateway = new Gateway(gatewayUrlOf(context));
      const after = await takeSnapshot(gateway, [...changed, ...unchanged]);
      const p95 = limits.slo_p95_seconds;
      const objective = p95 === undefined ? undefined : { p95, judges: limits.slo_judges };
      const latencyP95Before = limits.latency_p95_before;
      const comparison = { changed, unchanged, latencyP95Before, objective };
      const result = compareWindow({ before: snapshot, after }, comparison);
      await metrics.record(measurementsOf(result, context.customer.customer_id, changed));
      return result;
    },
  });
}

/** What is worth keeping of the window: nothing where nothing was served. */
function measurementsOf(result: WindowResult, customerId: string, changed: readonly string[]): readonly Measurement[] {
  if (result.requests === 0) return [];
  const common = { customerId, scope: changed.join(','), timestamp: new Date() };
  return [
    { ...common, metricType: 'latency_p95', value: result.latency_p95_changed },
    { ...common, metricType: 'latency_p99', value: result.latency_p99_changed },
    { ...common, metricType: 'error_rate', value: result.error_rate },
  ];
}
