import { latencyEdges } from './histogram.ts';
import { tail } from './latency.ts';
import type { ReplicaModel } from './replica-model.ts';

/** How many requests are answered, and how fast, as the fleet's histogram would count them in a second. */
export interface Pace {
  /** Requests a second. */
  readonly answered: number;
  /** For each of the latency histogram's edges those of them that take no longer. */
  readonly within: readonly number[];
}

/** Wall milliseconds since 1970. */
export interface WallSpan {
  readonly from: number;
  readonly to: number;
}

export const standstill: Pace = { answered: 0, within: latencyEdges.map(() => 0) };

/** Of one replica, at rest under a constant load. @param load requests a second */
export function paceAt(model: ReplicaModel, load: number): Pace {
  const present = model.restPoint(load);
  const answered = model.throughput(present) * (1 - model.restErrorShare(present));
  const latency = model.latencyAt(present);
  return { answered, within: latencyEdges.map((edge) => answered * (1 - tail(latency, edge))) };
}

/** Several replicas together, or one after another: histograms add up. */
export function together(paces: readonly Pace[]): Pace {
  return paces.reduce(
    (sum, { answered, within }) => ({
      answered: sum.answered + answered,
      within: sum.within.map((count, k) => count + (within[k] ?? 0)),
    }),
    standstill,
  );
}

/** The same for a part of the time only. @param part 0..1 */
export function forPart({ answered, within }: Pace, part: number): Pace {
  return { answered: answered * part, within: within.map((count) => count * part) };
}

/**
 * Prometheus' histogram_quantile: seconds within which the share of the requests is answered, linear inside a bucket; above the last edge it
 * is that edge, and NaN where nothing was answered. @param share 0..1
 */
export function quantileOf({ answered, within }: Pace, share: number): number {
  if (answered === 0) return Number.NaN;
  const wanted = share * answered;
  const k = within.findIndex((count) => count >= wanted);
  if (k < 0) return latencyEdges.at(-1) ?? Number.NaN;
  const [low, high] = [latencyEdges[k - 1] ?? 0, latencyEdges[k] ?? 0];
  const [below, upTo] = [within[k - 1] ?? 0, within[k] ?? 0];
  return upTo === below ? high : low + ((high - low) * (wanted - below)) / (upTo - below);
}
