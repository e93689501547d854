import type { Deployment, Gateway } from '../../shared/gateway.ts';
import { histogramOf, mergeHistograms, quantile } from '../../shared/histogram.ts';
import type { Sample } from '../../shared/prometheus.ts';
import { servingReplicas } from '../shared/deployment.ts';
import { gpuUtilisation, mean, sumOf, utilisationMetrics } from '../shared/gpu-readings.ts';
import { type Assumption, type Prefill, withPrefixCache } from './assumption.ts';
import { predictedP95 } from './prediction.ts';
import { latencyMetric, latencyMetrics } from './reading.ts';
import { meanMetrics } from './serving.ts';

/** What a change is going to do to the load of a deployment's replicas. */
export interface Change {
  /** How many times its load each of them has then. */
  readonly factor: number;
  /** Share of the latency objective that the P95 may reach, 0..1. */
  readonly usableShare: number;
  /** What the load grows by, in words that go on with ", P95 of ... would go ...". */
  readonly circumstance: string;
}

/** What becomes of one deployment by a change. */
export interface HeadRoom {
  readonly deployment: string;
  readonly replicas: number;
  /** Seconds; undefined where no request has been served. */
  readonly latencyP95: number | undefined;
  /** Share of the time in which the GPUs are busy, 0..1. */
  readonly utilisation: number;
  /** Seconds; undefined where the load could not be carried. */
  readonly predictedP95: number | undefined;
  /** Seconds. */
  readonly objective: number;
  readonly change: Change;
  readonly kept: boolean;
}

/**
 * The P95 is that of all requests since the engines started, the utilisation that of the moment.
 * @param assumed what is taken for done before @throws GatewayError
 */
export async function headRoomOf(
  gateway: Gateway,
  deployment: Deployment,
  { change, assumed = [] }: { readonly change: Change; readonly assumed?: readonly Assumption[] },
): Promise<HeadRoom> {
  const serving = servingReplicas(deployment);
  const scrapes = await Promise.all(serving.map(({ replica_id: id }) => gateway.replicaMetrics(id, headRoomMetrics)));
  const latency = mergeHistograms(scrapes.flatMap((scrape) => histogramOf(scrape, latencyMetric) ?? []));
  const measured = {
    deployment: deployment.name,
    replicas: serving.length,
    latencyP95: quantile(latency, 0.95),
    // Of GPUs that say nothing the worst is assumed.
    utilisation: mean(scrapes.map(gpuUtilisation)) ?? 1,
    objective: deployment.slo_p95_seconds,
  };
  if (measured.latencyP95 === undefined || !startsCaching(deployment, assumed)) return judge(change, measured);
  const { latencyP95, utilisation } = measured;
  const prefill = await prefillOf(gateway, deployment, scrapes);
  const expected = withPrefixCache({ latencyP95, utilisation }, prefill);
  const circumstance = `with prefix caching turned on before, ${change.circumstance}`;
  return judge({ ...change, circumstance }, { ...measured, ...expected });
}

/** Only of prefix caching it can be told beforehand what it does to the load; of other settings nothing better is assumed. */
function startsCaching(deployment: Deployment, assumed: readonly Assumption[]): boolean {
  const caches = servingReplicas(deployment).every(({ engine_args: args }) => args.enable_prefix_caching);
  return (
    !caches &&
    assumed.some(({ deployment: name, engineArgs }) => name === deployment.name && engineArgs.enable_prefix_caching)
  );
}

async function prefillOf(
  gateway: Gateway,
  deployment: Deployment,
  scrapes: readonly (readonly Sample[])[],
): Promise<Prefill> {
  const { requests, window_seconds } = await gateway.traffic(deployment.name, loadWindow);
  const total = (name: string) => scrapes.reduce((sum, scrape) => sum + sumOf(scrape, name), 0);
  const meanOf = (histogram: string) => total(`${histogram}_sum`) / Math.max(1, total(`${histogram}_count`));
  return {
    timeToFirstToken: meanOf(meanMetrics.firstToken),
    timePerOutputToken: meanOf(meanMetrics.perToken),
    load: requests / window_seconds / scrapes.length,
  };
}

/** Seconds over which the load is counted. */
const loadWindow = 60;

const headRoomMetrics: readonly string[] = [
  ...latencyMetrics,
  ...utilisationMetrics,
  ...Object.values(meanMetrics).flatMap((name) => [`${name}_sum`, `${name}_count`]),
];

/** Whether the prediction leaves the objective its head-room. */
export function judge(change: Change, measured: Omit<HeadRoom, 'predictedP95' | 'change' | 'kept'>): HeadRoom {
  const { latencyP95, utilisation, objective } = measured;
  const predicted = latencyP95 === undefined ? undefined : predictedP95({ utilisation, latencyP95 }, change.factor);
  const kept = predicted !== undefined && predicted <= change.usableShare * objective;
  return { ...measured, predictedP95: predicted, change, kept };
}

/** In words for the customer. */
export function describeHeadRoom(room: HeadRoom): string {
  const { deployment, change, objective } = room;
  if (room.latencyP95 === undefined) return `${deployment} has served no request, so that nothing can be predicted`;
  if (room.predictedP95 === undefined)
    return `${change.circumstance}, the replicas of ${deployment} could not carry its load`;
  const growth = `P95 of ${deployment} would go from ${seconds(room.latencyP95)} s to ${seconds(room.predictedP95)} s`;
  return `${change.circumstance}, ${growth}, ${room.kept ? 'within' : 'beyond'} ${bound(change.usableShare, objective)}`;
}

/** The facts behind the verdict, as they go into a validation. */
export function factsOf(room: HeadRoom): Record<string, string | number | boolean> {
  return {
    deployment: room.deployment,
    replicas: room.replicas,
    slo_p95: room.objective,
    gpu_utilisation: room.utilisation,
    ...(room.latencyP95 === undefined ? {} : { latency_p95: room.latencyP95 }),
    ...(room.predictedP95 === undefined ? {} : { predicted_p95: room.predictedP95 }),
  };
}

function bound(usableShare: number, objective: number): string {
  if (usableShare === 1) return `the objective of ${seconds(objective)} s`;
  const percent = Math.round(usableShare * 100);
  return `${seconds(usableShare * objective)} s, which is ${percent} % of the objective of ${seconds(objective)} s`;
}

function seconds(value: number): string {
  return value.toFixed(2);
}
