import type { Deployment } from './deployment.ts';
import { Exposition, type Sample } from './prometheus.ts';

/** @param timestamp world milliseconds since 1970 */
export function gatewayMetrics(deployments: readonly Deployment[], timestamp: number): string {
  const exposition = new Exposition(timestamp);
  exposition.counter('gateway_requests_total', deployments.flatMap(requests));
  exposition.gauge('gateway_traffic_weight', deployments.flatMap(weights));
  return exposition.text();
}

/** 500 are requests that failed or were lost on the way, 503 those that were not taken on. */
function requests(deployment: Deployment): readonly Sample[] {
  return [...deployment.log.totals].flatMap(([replica, { ok, failed, refused }]) => {
    const labels = { deployment: deployment.spec.name, replica };
    return [
      [{ ...labels, code: '200' }, Math.round(ok)],
      [{ ...labels, code: '500' }, Math.round(failed)],
      [{ ...labels, code: '503' }, Math.round(refused)],
    ] satisfies Sample[];
  });
}

function weights(deployment: Deployment): readonly Sample[] {
  return deployment.replicas.map(({ id, weight }) => [{ deployment: deployment.spec.name, replica: id }, weight]);
}
