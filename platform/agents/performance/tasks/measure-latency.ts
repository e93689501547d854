import { z } from 'zod';
import { Gateway } from '../../../shared/gateway.ts';
import type { Measurement, MetricsStore } from '../../../shared/metrics-store.ts';
import { historyHours } from '../../shared/schemas.ts';
import { defineTask, gatewayUrlOf } from '../../shared/task.ts';
import { latencyHistory } from '../latency-history.ts';

/** The P95 of each deployment over the last hours, and at present. Doing it again does not double what is recorded. */
export function measureLatency(metrics: MetricsStore) {
  return defineTask({
    parameters: z.object({ history_hours: historyHours }),
    output: z.object({ deployments: z.array(z.object({ deployment: z.string(), latency_p95: z.number().min(0) })) }),
    run: async ({ history_hours }, context) => {
      const now = new Date();
      const histories = await latencyHistory(new Gateway(gatewayUrlOf(context)), history_hours, now);
      const customerId = context.customer.customer_id;
      const point = (scope: string, timestamp: Date, value: number): Measurement => {
        return { customerId, metricType: 'latency_p95', scope, timestamp, value };
      };
      await metrics.replace(
        histories.flatMap(({ deployment, hourly }) => hourly.map(({ at, value }) => point(deployment, at, value))),
      );
      const present = histories.flatMap(({ deployment, present: p95 }) =>
        p95 === undefined ? [] : [{ deployment, p95 }],
      );
      await metrics.record(present.map(({ deployment, p95 }) => point(deployment, now, p95)));
      return { deployments: present.map(({ deployment, p95 }) => ({ deployment, latency_p95: p95 })) };
    },
  });
}
