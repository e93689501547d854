import { setTimeout as delay } from 'node:timers/promises';
import type { Execution } from '../execution.ts';
import { type StageMeasurements, StepFailure } from '../failures.ts';
import { breachOf, type Limits, limitsOf, type StageResult } from '../guard.ts';
import type { StageName } from '../plan.ts';
import { watched } from '../watch.ts';
import { changedReplicas, sizeOf, unchangedReplicas } from '../weights.ts';

/**
 * Lets a stage serve for its window, then compares latency, errors and quality of the changed replicas with those of the unchanged.
 * @throws StepFailure with what was measured
 */
export async function validateStage(execution: Execution, stage: StageName): Promise<StageMeasurements> {
  const window = await openWindow(execution, stage);
  await watched(execution, (signal) => delay(Math.max(0, window.endsAt - Date.now()), undefined, { signal }));
  const result = await measure(execution, stage, window.snapshot);
  const measurements = toMeasurements(result);
  const breach = breachOf(result, limitsOf(execution.identity.type, execution.rollout));
  if (breach !== undefined) throw new StepFailure(breach.reason, breach.message, measurements);
  return measurements;
}

/** A window that is open already, when the step is done again after a crash, goes on. */
async function openWindow(execution: Execution, stage: StageName) {
  const open = execution.state.windows[stage];
  if (open !== undefined) return open;
  const { snapshot } = await execution.ask('open_window', { deployment: execution.rollout.deployment });
  const window = { snapshot, endsAt: Date.now() + (await execution.observation(stage)) * 1000 };
  await execution.save({ windows: { ...execution.state.windows, [stage]: window } });
  return window;
}

async function measure(
  execution: Execution,
  stage: StageName,
  snapshot: Readonly<Record<string, unknown>>,
): Promise<StageResult> {
  const { rollout, state } = execution;
  const deployment = await execution.deployment();
  const size = sizeOf(stage, rollout);
  const changed = [...changedReplicas(rollout, deployment, size)];
  const [latency, quality] = await Promise.all([
    execution.ask('close_window', {
      deployment: rollout.deployment,
      snapshot,
      changed,
      unchanged: [...unchangedReplicas(rollout, deployment, size)],
      ...(state.latencyP95Before !== undefined && { latency_p95_before: state.latencyP95Before }),
      ...objectiveOf(limitsOf(execution.identity.type, rollout)),
    }),
    execution.ask('validate_quality', { deployment: rollout.deployment, replica_ids: changed }),
  ]);
  return { latency, quality };
}

/** What the measuring agent needs to know to judge by the same limits. */
function objectiveOf({ maxLatencyDegradation, sloP95Seconds }: Limits) {
  if (sloP95Seconds === undefined) return {};
  const slo_judges = maxLatencyDegradation === undefined ? ('alone' as const) : ('besides' as const);
  return { slo_p95_seconds: sloP95Seconds, slo_judges };
}

function toMeasurements({ latency, quality }: StageResult): StageMeasurements {
  return {
    latency_p95_changed: latency.latency_p95_changed,
    latency_p95_unchanged: latency.latency_p95_unchanged,
    latency_degradation: latency.latency_degradation,
    error_rate: latency.error_rate,
    quality: quality.quality,
    quality_baseline: quality.quality_baseline,
    quality_drop: quality.quality_drop,
    hallucination_share: quality.hallucination_share,
    // Nothing measured is reported as refused; the step's error says what was missing.
    quality_verdict: quality.verdict === 'unmeasured' ? 'reject' : quality.verdict,
  };
}
