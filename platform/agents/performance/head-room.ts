import type { Deployment, Gateway, Replica } from '../../shared/gateway.ts';
import { histogramOf, mergeHistograms, quantile } from '../../shared/histogram.ts';
import { type Sample, samplesOf } from '../../shared/prometheus.ts';
import { keepsObjective, predictedP95, usableShareOfObjective } from './prediction.ts';
import { latencyMetric } from './reading.ts';

/** What becomes of one deployment when the cloud takes back one of the machines that are to move to spot. */
export interface HeadRoom {
  readonly deployment: string;
  readonly replicas: number;
  /** Seconds; undefined where no request has been served. */
  readonly latencyP95: number | undefined;
  /** Share of the time in which the GPUs are busy, 0..1. */
  readonly utilisation: number;
  /** Seconds; undefined where the other replicas could not carry the load. */
  readonly predictedP95: number | undefined;
  /** Seconds. */
  readonly objective: number;
  readonly kept: boolean;
}

/**
 * Undefined where no replica of the deployment serves from the machines. The P95 is that of all requests since the engines
 * started, the utilisation that of the moment. @throws GatewayError
 */
export async function headRoomOf(
  gateway: Gateway,
  deployment: Deployment,
  machineIds: readonly string[],
): Promise<HeadRoom | undefined> {
  const serving = deployment.replicas.filter(({ state, weight }) => state === 'ready' && weight > 0);
  const lost = mostOnOneMachine(serving, machineIds);
  if (lost === 0) return undefined;
  const scrapes = await Promise.all(serving.map(({ replica_id: id }) => gateway.replicaMetrics(id)));
  const latencyP95 = quantile(
    mergeHistograms(scrapes.flatMap((scrape) => histogramOf(scrape, latencyMetric) ?? [])),
    0.95,
  );
  const utilisation = mean(scrapes.map(utilisationOf));
  const predicted =
    latencyP95 === undefined ? undefined : predictedP95({ replicas: serving.length, lost, utilisation, latencyP95 });
  return {
    deployment: deployment.name,
    replicas: serving.length,
    latencyP95,
    utilisation,
    predictedP95: predicted,
    objective: deployment.slo_p95_seconds,
    kept: keepsObjective(predicted, deployment.slo_p95_seconds),
  };
}

/** In words for the customer. */
export function describeHeadRoom(room: HeadRoom): string {
  const limit = seconds(usableShareOfObjective * room.objective);
  const bound = `${limit} s, which is 90 % of the objective of ${seconds(room.objective)} s`;
  if (room.latencyP95 === undefined)
    return `${room.deployment} has served no request, so that nothing can be predicted`;
  if (room.predictedP95 === undefined) {
    return `the other replicas of ${room.deployment} could not carry the load of a lost machine`;
  }
  const change = `with one machine lost, P95 of ${room.deployment} would go from ${seconds(room.latencyP95)} s to ${seconds(room.predictedP95)} s`;
  return `${change}, ${room.kept ? 'within' : 'beyond'} ${bound}`;
}

function mostOnOneMachine(serving: readonly Replica[], machineIds: readonly string[]): number {
  return Math.max(0, ...machineIds.map((id) => serving.filter(({ machine_id: machine }) => machine === id).length));
}

function utilisationOf(scrape: readonly Sample[]): number {
  return mean(samplesOf(scrape, 'DCGM_FI_DEV_GPU_UTIL').map(({ value }) => value / 100));
}

/** Without a value 1: of GPUs that say nothing the worst is assumed. */
function mean(values: readonly number[]): number {
  return values.length === 0 ? 1 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function seconds(value: number): string {
  return value.toFixed(2);
}
