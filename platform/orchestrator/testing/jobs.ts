import type { Jobs } from '../queue/worker.ts';

const nothing = async () => undefined;

/** Jobs that do nothing, but for some. */
export function doingNothing(but: Partial<Jobs>): Jobs {
  return {
    discover: nothing,
    record_spend: nothing,
    record_use: nothing,
    record_latency: nothing,
    run_analysis: nothing,
    validate_recommendation: nothing,
    forget_customer: nothing,
    run_task: nothing,
    run_step: nothing,
    compensate_step: nothing,
    finish_optimization: nothing,
    conclude_rollback: nothing,
    advance_resolution: nothing,
    tell_agent: nothing,
    record_outcome: nothing,
    ...but,
  };
}
