import type { components } from '../../../contracts/generated/agents.ts';
import { histogramSince, mergeHistograms, quantile } from '../../shared/histogram.ts';
import { counterGrowth } from '../../shared/prometheus.ts';
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
  /** The deployment's own, where that judges the change too. */
  readonly objective?: Objective | undefined;
}

/** A latency objective that the changed replicas must keep. */
export interface Objective {
  /** Seconds. */
  readonly p95: number;
  /** Alone, where latency grows by design; else besides the comparison with the unchanged replicas. */
  readonly judges: 'alone' | 'besides';
}

/** How the changed replicas served within the window, beside the unchanged ones. */
export function compareWindow(window: Window, comparison: Comparison): WindowResult {
  const { changed, unchanged, latencyP95Before, objective } = comparison;
  const served = changed.map((id) => servedBy(id, window));
  const seen = served.flatMap((reading) => reading ?? []);
  const others = unchanged.flatMap((id) => servedBy(id, window) ?? []);
  const latency = mergeHistograms(seen.map((reading) => reading.latency));
  const p95 = quantile(latency, 0.95);
  const reference = unchanged.length > 0 ? p95Of(others) : latencyP95Before;
  const [requests, failed] = [sum(seen, 'requests'), sum(seen, 'failed')];
  const degradation = p95 && reference ? p95 / reference - 1 : undefined;
  const everyReplicaServed = served.length > 0 && served.every((reading) => reading && reading.requests > 0);
  const verdict = latencyVerdict({ p95, degradation, objective });
  const passing = provesExcess(failed, requests) ? 'error_rate_breach' : 'pass';
  return {
    verdict: everyReplicaServed ? (verdict ?? passing) : 'latency_unmeasured',
    requests,
    latency_p95_changed: p95 ?? 0,
    latency_p99_changed: quantile(latency, 0.99) ?? 0,
    latency_p95_unchanged: reference ?? 0,
    latency_degradation: degradation ?? 0,
    error_rate: requests > 0 ? failed / requests : 0,
  };
}

/** The P95 of some replicas together within the window, seconds; undefined where nothing was answered. */
export function p95Within(window: Window, replicaIds: readonly string[]): number | undefined {
  return p95Of(replicaIds.flatMap((id) => servedBy(id, window) ?? []));
}

interface LatencyFacts {
  /** Seconds. */
  readonly p95: number | undefined;
  readonly degradation: number | undefined;
  readonly objective: Objective | undefined;
}

/** Undefined where nothing is wrong with the latency. */
function latencyVerdict({ p95, degradation, objective }: LatencyFacts): WindowResult['verdict'] | undefined {
  const compares = objective?.judges !== 'alone';
  if (p95 === undefined || (compares && degradation === undefined)) return 'latency_unmeasured';
  if (compares && degradation !== undefined && degradation > maxLatencyDegradation) return 'latency_breach';
  return objective && p95 > objective.p95 ? 'slo_breach' : undefined;
}

/** What a replica did within the window; one that came after its beginning started counting from 0. */
function servedBy(replicaId: string, { before, after }: Window): Reading | undefined {
  const [first, last] = [before.replicas[replicaId], after.replicas[replicaId]];
  if (!first || !last) return last;
  return {
    latency: histogramSince(first.latency, last.latency),
    requests: counterGrowth(first.requests, last.requests),
    failed: counterGrowth(first.failed, last.failed),
  };
}

function p95Of(readings: readonly Reading[]): number | undefined {
  return quantile(mergeHistograms(readings.map((reading) => reading.latency)), 0.95);
}

function sum(readings: readonly Reading[], key: 'requests' | 'failed'): number {
  return readings.reduce((total, reading) => total + reading[key], 0);
}
