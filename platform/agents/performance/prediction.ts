/** A deployment as it is measured before a change. */
export interface Situation {
  /** Mean share of the time in which the GPUs of its replicas are busy, 0..1. */
  readonly utilisation: number;
  /** Seconds. */
  readonly latencyP95: number;
}

/** Share of its latency objective that a deployment may need with a machine lost; the rest is head-room. */
export const usableShareOfObjective = 0.9;

/**
 * The P95 in seconds once each GPU has `factor` times its load; undefined where it could not carry that.
 *
 * An engine that batches is a processor-sharing server: a request takes (time alone) / (1 - utilisation), whatever the
 * distribution of the work (Kleinrock, Queueing Systems II, 4.4). More load stretches every percentile alike.
 */
export function predictedP95({ utilisation, latencyP95 }: Situation, factor: number): number | undefined {
  const after = utilisation * factor;
  return after < 1 ? (latencyP95 * (1 - utilisation)) / (1 - after) : undefined;
}

/** How many times its load each replica has while some are missing; infinite where none is left. */
export function loadFactor(replicas: number, missing: number): number {
  return missing < replicas ? replicas / (replicas - missing) : Number.POSITIVE_INFINITY;
}
