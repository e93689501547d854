import type { Execution } from '../execution.ts';

const WINDOW = 'before';

/**
 * Where every replica of the deployment is going to be replaced or changed, none stays unchanged to compare with in the end. Then the latency
 * in a window before the first change is what the stages are compared with. A window that is open already goes on.
 * @param seconds how long the window should be at least
 * @returns when it has been open for so long, in milliseconds since 1970
 */
export async function openComparison(execution: Execution, seconds = 0): Promise<number> {
  const open = execution.state.windows[WINDOW];
  if (open !== undefined) return open.endsAt;
  const { snapshot } = await execution.ask('open_window', { deployment: execution.rollout.deployment });
  const endsAt = Date.now() + seconds * 1000;
  await execution.save({ windows: { ...execution.state.windows, [WINDOW]: { snapshot, endsAt } } });
  return endsAt;
}

/** Keeps the P95 of all replicas since the window was opened. */
export async function closeComparison(execution: Execution): Promise<void> {
  const window = execution.state.windows[WINDOW];
  if (window === undefined) return;
  const replicas = Object.keys(execution.rollout.originalWeights);
  const { latency_p95_changed } = await execution.ask('close_window', {
    deployment: execution.rollout.deployment,
    snapshot: window.snapshot,
    changed: replicas,
    unchanged: replicas,
  });
  await execution.save({ latencyP95Before: latency_p95_changed });
}
