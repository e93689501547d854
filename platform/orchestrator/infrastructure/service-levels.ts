import type { components } from '../../../contracts/generated/openapi.ts';
import type { Deployment } from '../../shared/gateway.ts';
import type { Measurement, MetricType } from '../../shared/metrics-store.ts';

type ServiceLevel = components['schemas']['ServiceLevel'];

/** What is promised of each deployment, and what was measured of it as a whole. @param newest one of each type and scope */
export function serviceLevelsOf(
  deployments: readonly Deployment[],
  newest: readonly Measurement[],
): readonly ServiceLevel[] {
  const of = (type: MetricType, name: string) =>
    newest.find(({ metricType, scope }) => metricType === type && scope === name);
  return deployments
    .map(({ name, model, slo_p95_seconds }): ServiceLevel => {
      const latency = of('latency_p95', name);
      const quality = of('quality_score', name);
      return {
        ...{ deployment: name, model, slo_p95_seconds },
        ...(latency && { latency_p95: latency.value, latency_measured_at: latency.timestamp.toISOString() }),
        ...(quality && { quality_score: quality.value, quality_measured_at: quality.timestamp.toISOString() }),
      };
    })
    .toSorted((a, b) => a.deployment.localeCompare(b.deployment));
}
