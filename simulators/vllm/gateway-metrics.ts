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
  return [...deployment.log.totals].flatMap(([replica, { ok, failed, refused }], index) => {
    const labels = { deployment: deployment.spec.name, replica };
    return [
      [{ ...labels, code: '200' }, whole(ok, index)],
      [{ ...labels, code: '500' }, whole(failed, index)],
      [{ ...labels, code: '503' }, whole(refused, index)],
    ] satisfies Sample[];
  });
}

/**
 * A counter of whole requests. Replicas under the same load expect the same fraction of a request; were they all rounded alike, one failure
 * each would be counted at the very same moment. So each counts on at a point of its own, spread evenly by the golden ratio.
 */
function whole(expected: number, replica: number): number {
  return Math.floor(expected + ((0.5 + replica * GOLDEN_RATIO) % 1));
}

const GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

function weights(deployment: Deployment): readonly Sample[] {
  return deployment.replicas.map(({ id, weight }) => [{ deployment: deployment.spec.name, replica: id }, weight]);
}
