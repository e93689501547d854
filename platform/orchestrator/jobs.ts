import type { TaskRouter } from './agents/router.ts';
import { runAnalysis } from './analyses/run-analysis.ts';
import type { Config } from './config.ts';
import { advanceResolution } from './conflicts/advance.ts';
import { tellAgent } from './conflicts/tell-agent.ts';
import type { Leaving } from './customers/leaving.ts';
import type { Stores } from './database/change.ts';
import { discover } from './infrastructure/discovery.ts';
import { recordLatency, recordSpend, recordUse } from './infrastructure/history.ts';
import { compensateStep } from './optimizations/compensate-step.ts';
import { concludeRollback } from './optimizations/conclude-rollback.ts';
import type { EngineDependencies } from './optimizations/execution.ts';
import { finishOptimization } from './optimizations/finish.ts';
import { recordOutcome } from './optimizations/record-outcome.ts';
import { runStep } from './optimizations/run-step.ts';
import type { Jobs } from './queue/worker.ts';
import { validateRecommendation } from './recommendations/validate.ts';
import { runTask } from './tasks/run-task.ts';

export interface JobDependencies {
  readonly config: Config;
  readonly stores: Stores;
  readonly router: TaskRouter;
  readonly leaving: Leaving;
}

/** The work behind every name that can be enqueued. */
export function jobs({ config, stores, router, leaving }: JobDependencies): Jobs {
  const engine: EngineDependencies = {
    stores,
    router,
    settings: {
      windows: config.ROLLOUT_WINDOWS_SECONDS,
      guardInterval: config.GUARD_INTERVAL_SECONDS,
      replicaReady: config.REPLICA_READY_SECONDS,
      command: config.TASK_TIMEOUT_SECONDS,
      compensation: { retries: config.COMPENSATION_RETRIES, retrySeconds: config.COMPENSATION_RETRY_SECONDS },
    },
  };
  return {
    discover: discover({ stores, router }),
    record_spend: recordSpend({ stores, router }),
    record_use: recordUse({ stores, router }),
    record_latency: recordLatency({ stores, router }),
    run_analysis: runAnalysis({ stores, router, approvalSeconds: config.APPROVAL_SECONDS }),
    validate_recommendation: validateRecommendation({ stores, router }),
    run_step: runStep(engine),
    compensate_step: compensateStep(engine),
    finish_optimization: finishOptimization(engine),
    conclude_rollback: concludeRollback(engine),
    advance_resolution: advanceResolution({ stores, router }),
    tell_agent: tellAgent({ stores, router }),
    record_outcome: recordOutcome(engine),
    run_task: runTask({ stores, router, recheckSeconds: config.TASK_RECHECK_SECONDS, retries: config.TASK_RETRIES }),
    forget_customer: leaving.clearUp,
  };
}
