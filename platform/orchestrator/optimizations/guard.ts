import type { TaskOutput } from '../agents/tasks.ts';
import { StepFailure } from './failures.ts';
import type { OptimizationType } from './plans.ts';
import type { Rollout } from './rollout-state.ts';

/** A migration may make requests at most so much slower than those of unchanged replicas in the same window. */
export const MAX_LATENCY_DEGRADATION = 0.05;

/** What a stage must keep to. */
export interface Limits {
  /** Compared with unchanged replicas; undefined where requests get slower by design. */
  readonly maxLatencyDegradation: number | undefined;
  /** The deployment's objective; undefined where only the comparison counts. */
  readonly sloP95Seconds: number | undefined;
}

/** Spot machines must be as fast as the ones that they replace; smaller ones only as fast as was promised; other settings both. */
export function limitsOf(type: OptimizationType, { sloP95Seconds }: Pick<Rollout, 'sloP95Seconds'>): Limits {
  return {
    maxLatencyDegradation: type === 'right_sizing' ? undefined : MAX_LATENCY_DEGRADATION,
    sloP95Seconds: type === 'spot_migration' ? undefined : sloP95Seconds,
  };
}

export interface StageResult {
  readonly latency: TaskOutput<'close_window'>;
  readonly quality: TaskOutput<'validate_quality'>;
}

/**
 * Why a stage must be rolled back; undefined when the rollout may go on. Nothing measured is a breach too. Whether failed requests are more
 * than chance is for the measuring agent to say, which knows their number: a single one among few is a large share already.
 */
export function breachOf({ latency, quality }: StageResult, limits: Limits): StepFailure | undefined {
  if (latency.verdict === 'latency_unmeasured' || latency.requests === 0) {
    return new StepFailure(
      'latency_unmeasured',
      'The changed replicas answered no request, so that their latency is unknown.',
    );
  }
  const slower = limits.maxLatencyDegradation ?? Number.POSITIVE_INFINITY;
  if (latency.verdict === 'latency_breach' || latency.latency_degradation > slower) {
    return new StepFailure('latency_breach', latencyMessage(latency));
  }
  const slowest = limits.sloP95Seconds ?? Number.POSITIVE_INFINITY;
  if (latency.verdict === 'slo_breach' || latency.latency_p95_changed > slowest) {
    return new StepFailure('slo_breach', objectiveMessage(latency, slowest));
  }
  if (latency.verdict === 'error_rate_breach') {
    const measured = `${percent(latency.error_rate)} of ${latency.requests} requests to the changed replicas failed`;
    return new StepFailure('error_rate_breach', `${measured}, which is more than the error budget allows.`);
  }
  if (quality.verdict === 'unmeasured' || quality.answers === 0) {
    return new StepFailure(
      'quality_unmeasured',
      'The changed replicas answered no golden prompt, so that their quality is unknown.',
    );
  }
  return quality.verdict === 'reject' ? new StepFailure('quality_breach', qualityMessage(quality)) : undefined;
}

function latencyMessage({
  latency_p95_changed,
  latency_p95_unchanged,
  latency_degradation,
}: StageResult['latency']): string {
  const times = `a P95 of ${latency_p95_changed.toFixed(2)} s where unchanged ones have ${latency_p95_unchanged.toFixed(2)} s`;
  return `The changed replicas have ${times} (${percent(latency_degradation)} slower; at most ${percent(MAX_LATENCY_DEGRADATION)} may be).`;
}

function objectiveMessage({ latency_p95_changed }: StageResult['latency'], slo: number): string {
  return `The changed replicas have a P95 of ${latency_p95_changed.toFixed(2)} s; the deployment's objective is ${slo.toFixed(2)} s.`;
}

function qualityMessage({
  quality,
  quality_baseline,
  quality_drop,
  hallucination_share,
}: StageResult['quality']): string {
  const drop = `quality ${quality.toFixed(3)} against a baseline of ${quality_baseline.toFixed(3)} (${percent(quality_drop)} lower)`;
  return `The answers of the changed replicas got worse: ${drop}, ${percent(hallucination_share)} of them state a wrong fact.`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.01 ? 2 : 1)} %`;
}
