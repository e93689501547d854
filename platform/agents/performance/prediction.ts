/** A deployment as it is measured before one of its machines is lost. */
export interface Situation {
  /** Replicas that take traffic. */
  readonly replicas: number;
  /** How many of them go with the machine. */
  readonly lost: number;
  /** Mean share of the time in which their GPUs are busy, 0..1. */
  readonly utilisation: number;
  /** Seconds. */
  readonly latencyP95: number;
}

/** Share of its latency objective that a deployment may need with a machine lost; the rest is head-room. */
export const usableShareOfObjective = 0.9;

/**
 * The P95 in seconds once the load of the lost replicas is spread over the others; undefined where those could not carry it.
 *
 * An engine that batches is a processor-sharing server: a request takes (time alone) / (1 - utilisation), whatever the
 * distribution of the work (Kleinrock, Queueing Systems II, 4.4). The load of n replicas on n - k raises the utilisation
 * by n / (n - k), and stretches every percentile alike.
 */
export function predictedP95({ replicas, lost, utilisation, latencyP95 }: Situation): number | undefined {
  const left = replicas - lost;
  if (left <= 0) return undefined;
  const after = (utilisation * replicas) / left;
  return after < 1 ? (latencyP95 * (1 - utilisation)) / (1 - after) : undefined;
}

/** Whether the prediction leaves the objective its head-room. @param objective P95 in seconds */
export function keepsObjective(predicted: number | undefined, objective: number): boolean {
  return predicted !== undefined && predicted <= usableShareOfObjective * objective;
}
