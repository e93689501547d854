import type { Execution } from '../execution.ts';
import type { StageMeasurements } from '../failures.ts';
import type { CompensationName, PlannedStep, StageName, StepName } from '../plan.ts';
import { createInstances, createSpotInstances, terminateCreated } from './create-machines.ts';
import { deployCanary, moveTraffic, removeCanary, restorePreviousStage } from './move-traffic.ts';
import {
  confirmWorkload,
  createBatchSpotInstances,
  createPlacedInstances,
  terminateMoved,
  terminateSuccessors,
} from './move-workload.ts';
import { reconfigure, reconfigureCanary, restoreSettings } from './reconfigure.ts';
import { purchaseReservation, verifySteadyUse } from './reserve.ts';
import { terminateIdle, terminateReplaced, verifyIdle } from './terminate-machines.ts';
import { validateStage } from './validate-stage.ts';

type Run = (execution: Execution) => Promise<StageMeasurements | undefined>;

/** What each step of the plans does. All of them bear to be done again at any point. @throws StepFailure, TaskError, CommandError */
export const runs: Readonly<Record<StepName, Run>> = {
  create_spot_instances: silent(createSpotInstances),
  create_instances: silent(createInstances),
  deploy_canary: silent(deployCanary),
  validate_canary: (execution) => validateStage(execution, 'canary'),
  scale_to_50_percent: silent((execution) => moveTraffic(execution, 'half')),
  validate_50_percent: (execution) => validateStage(execution, 'half'),
  full_migration: silent((execution) => moveTraffic(execution, 'full')),
  validate_full_migration: (execution) => validateStage(execution, 'full'),
  terminate_ondemand: silent(terminateReplaced),
  terminate_replaced: silent(terminateReplaced),
  reconfigure_canary: silent(reconfigureCanary),
  reconfigure_50_percent: silent((execution) => reconfigure(execution, 'half')),
  reconfigure_all: silent((execution) => reconfigure(execution, 'full')),
  validate_all: (execution) => validateStage(execution, 'full'),
  verify_idle: silent(verifyIdle),
  terminate_idle: silent(terminateIdle),
  create_placed_instances: silent(createPlacedInstances),
  create_batch_spot_instances: silent(createBatchSpotInstances),
  confirm_workload: silent(confirmWorkload),
  terminate_moved: silent(terminateMoved),
  verify_steady_use: silent(verifySteadyUse),
  purchase_reservation: silent(purchaseReservation),
};

/** What undoes a step, done completely or in part. */
export async function compensate(step: PlannedStep, execution: Execution): Promise<void> {
  const undo: Readonly<Record<CompensationName, () => Promise<void>>> = {
    terminate_created: () => terminateCreated(execution),
    remove_canary: () => removeCanary(execution),
    restore_previous_stage: () => restorePreviousStage(execution, stageOf(step)),
    terminate_successors: () => terminateSuccessors(execution),
    restore_settings: () => restoreSettings(execution, stageOf(step)),
    none: async () => undefined,
    impossible: async () => undefined,
  };
  await undo[step.compensation]();
}

function stageOf({ name, stage }: PlannedStep): StageName {
  if (stage === undefined) throw new Error(`The step ${name} belongs to no stage`);
  return stage;
}

function silent(work: (execution: Execution) => Promise<void>): Run {
  return async (execution) => {
    await work(execution);
    return undefined;
  };
}
