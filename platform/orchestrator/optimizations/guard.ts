import type { TaskOutput } from '../agents/tasks.ts';
import { StepFailure } from './failures.ts';

/** A migration may make requests at most so much slower than those of unchanged replicas in the same window. */
export const MAX_LATENCY_DEGRADATION = 0.05;

export interface StageResult {
  readonly latency: TaskOutput<'close_window'>;
  readonly quality: TaskOutput<'validate_quality'>;
}

/**
 * Why a stage must be rolled back; undefined when the rollout may go on. Nothing measured is a breach too. Whether failed requests are more
 * than chance is for the measuring agent to say, which knows their number: a single one among few is a large share already.
 */
export function breachOf({ latency, quality }: StageResult): StepFailure | undefined {
  if (latency.verdict === 'latency_unmeasured' || latency.requests === 0) {
    return new StepFailure(
      'latency_unmeasured',
      'The changed replicas answered no request, so that their latency is unknown.',
    );
  }
  if (latency.verdict === 'latency_breach' || latency.latency_degradation > MAX_LATENCY_DEGRADATION) {
    return new StepFailure('latency_breach', latencyMessage(latency));
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
