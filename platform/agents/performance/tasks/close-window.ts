import { z } from 'zod';
import { Gateway } from '../../../shared/gateway.ts';
import type { Measurement, MetricsStore, MetricType } from '../../../shared/metrics-store.ts';
import { defineTask, gatewayUrlOf } from '../../shared/task.ts';
import { snapshotSchema, takeSnapshot } from '../reading.ts';
import { compareWindow, p95Within, type WindowResult } from '../window.ts';

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
    run: async ({ deployment, snapshot, changed, unchanged, ...limits }, context) => {
      const gateway = new Gateway(gatewayUrlOf(context));
      const replicas = [...new Set([...changed, ...unchanged])];
      const after = await takeSnapshot(gateway, replicas);
      const p95 = limits.slo_p95_seconds;
      const objective = p95 === undefined ? undefined : { p95, judges: limits.slo_judges };
      const latencyP95Before = limits.latency_p95_before;
      const comparison = { changed, unchanged, latencyP95Before, objective };
      const window = { before: snapshot, after };
      const result = compareWindow(window, comparison);
      const customerId = context.customer.customer_id;
      // Changed and unchanged ones together are what takes the deployment's traffic.
      const whole = { deployment, p95: p95Within(window, replicas) };
      await metrics.record(measurementsOf(result, { customerId, changed, whole }));
      return result;
    },
  });
}

interface Concerned {
  readonly customerId: string;
  readonly changed: readonly string[];
  readonly whole: { readonly deployment: string; readonly p95: number | undefined };
}

/** What is worth keeping of the window: nothing where nothing was served. */
function measurementsOf(result: WindowResult, { customerId, changed, whole }: Concerned): readonly Measurement[] {
  const point = (metricType: MetricType, scope: string, value: number) => {
    return { customerId, metricType, scope, timestamp, value };
  };
  const timestamp = new Date();
  const ofDeployment = whole.p95 === undefined ? [] : [point('latency_p95', whole.deployment, whole.p95)];
  if (result.requests === 0) return ofDeployment;
  const scope = changed.join(',');
  return [
    ...ofDeployment,
    point('latency_p95', scope, result.latency_p95_changed),
    point('latency_p99', scope, result.latency_p99_changed),
    point('error_rate', scope, result.error_rate),
  ];
}
