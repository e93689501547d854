import type { components } from '../../../contracts/generated/agents.ts';
import { histogramSince, mergeHistograms, quantile } from '../../shared/histogram.ts';
import { provesExcess } from './error-rate.ts';
import type { Reading, Snapshot } from './reading.ts';

export type WindowResult = components['schemas']['CloseWindowOutput'];

/** A change may make requests slower by this share, compared with replicas that were not changed. */
export const maxLatencyDegradation = 0.05;

/** Two looks at the same replicas. */
export interface Window {
  readonly before: Snapshot;
  readonly after: Snapshot;
}

export interface Comparison {
  /** Replica ids. */
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  /** Seconds; what is compared with where no unchanged replica is left. */
  readonly latencyP95Before: number | undefined;
}

/** How the changed replicas served within the window, beside the unchanged ones. */
export function compareWindow(window: Window, { changed, unchanged, latencyP95Before }: Comparison): WindowResult {
  const served = changed.map((id) => servedBy(id, window));
  const seen = served.flatMap((reading) => reading ?? []);
  const others = unchanged.flatMap((id) => servedBy(id, window) ?? []);
  const latency = mergeHistograms(seen.map((reading) => reading.latency));
  const p95 = quantile(latency, 0.95);
  const reference = unchanged.length > 0 ? p95Of(others) : latencyP95Before;
  const [requests, failed] = [sum(seen, 'requests'), sum(seen, 'failed')];
  const degradation = p95 && reference ? p95 / reference - 1 : undefined;
  const everyReplicaServed = served.length > 0 && served.every((reading) => reading && reading.requests > 0);
  return {
    verdict: everyReplicaServed ? verdictOn(degradation, failed, requests) : 'latency_unmeasured',
    requests,
    latency_p95_changed: p95 ?? 0,
    latency_p99_changed: quantile(latency, 0.99) ?? 0,
    latency_p95_unchanged: reference ?? 0,
    latency_degradation: degradation ?? 0,
    error_rate: requests > 0 ? failed / requests : 0,
  };
}

function verdictOn(degradation: number | undefined, failed: number, requests: number): WindowResult['verdict'] {
  if (degradation === undefined) return 'latency_unmeasured';
  if (degradation > maxLatencyDegradation) return 'latency_breach';
  return provesExcess(failed, requests) ? 'error_rate_breach' : 'pass';
}

/** What a replica did within the window; one that came after its beginning started counting from 0. */
function servedBy(replicaId: string, { before, after }: Window): Reading | undefined {
  const [first, last] = [before.replicas[replicaId], after.replicas[replicaId]];
  if (!first || !last) return last;
  return {
    latency: histogramSince(first.latency, last.latency),
    requests: growth(first.requests, last.requests),
    failed: growth(first.failed, last.failed),
  };
}

function growth(before: number, after: number): number {
  return after < before ? after : after - before;
}

function p95Of(readings: readonly Reading[]): number | undefined {
  return quantile(mergeHistograms(readings.map((reading) => reading.latency)), 0.95);
}

function sum(readings: readonly Reading[], key: 'requests' | 'failed'): number {
  return readings.reduce((total, reading) => total + reading[key], 0);
}
