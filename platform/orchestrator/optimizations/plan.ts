import type { components } from '../../../contracts/generated/openapi.ts';

type ExecutionStep = components['schemas']['ExecutionStep'];

export type StepName =
  | 'create_spot_instances'
  | 'create_instances'
  | 'deploy_canary'
  | 'validate_canary'
  | 'scale_to_50_percent'
  | 'validate_50_percent'
  | 'full_migration'
  | 'validate_full_migration'
  | 'terminate_ondemand'
  | 'terminate_replaced'
  | 'reconfigure_canary'
  | 'reconfigure_50_percent'
  | 'reconfigure_all'
  | 'validate_all'
  | 'verify_idle'
  | 'terminate_idle'
  | 'create_placed_instances'
  | 'create_batch_spot_instances'
  | 'confirm_workload'
  | 'terminate_moved'
  | 'verify_steady_use'
  | 'purchase_reservation';

/** What undoes a step. `none` where the step changed nothing; `impossible` where nothing can be undone. */
export type CompensationName =
  | 'terminate_created'
  | 'remove_canary'
  | 'restore_previous_stage'
  | 'restore_settings'
  | 'terminate_successors'
  | 'none'
  | 'impossible';

export interface PlannedStep {
  readonly name: StepName;
  readonly agentType: ExecutionStep['agent_type'];
  readonly compensation: CompensationName;
  /** Which stage of the rollout the step brings about or watches; absent where it does neither. */
  readonly stage?: StageName;
}

export type StageName = 'canary' | 'half' | 'full';

/** The share of the replicas that are changed, or replaced by new ones, in each stage, in percent. */
export const STAGE_PERCENT: Readonly<Record<StageName, number>> = { canary: 10, half: 50, full: 100 };

/** The stage that a step finds when it begins; undefined where nothing has moved yet. */
export const PREVIOUS_STAGE: Readonly<Record<StageName, StageName | undefined>> = {
  canary: undefined,
  half: 'canary',
  full: 'half',
};

/** Nothing is given up before its replacement has proven itself: what cannot be undone stands last, after everything was validated. */
export const spotMigration: readonly PlannedStep[] = [
  { name: 'create_spot_instances', agentType: 'resource', compensation: 'terminate_created' },
  { name: 'deploy_canary', agentType: 'orchestrator', compensation: 'remove_canary', stage: 'canary' },
  { name: 'validate_canary', agentType: 'performance', compensation: 'none', stage: 'canary' },
  { name: 'scale_to_50_percent', agentType: 'orchestrator', compensation: 'restore_previous_stage', stage: 'half' },
  { name: 'validate_50_percent', agentType: 'performance', compensation: 'none', stage: 'half' },
  { name: 'full_migration', agentType: 'orchestrator', compensation: 'restore_previous_stage', stage: 'full' },
  { name: 'validate_full_migration', agentType: 'performance', compensation: 'none', stage: 'full' },
  { name: 'terminate_ondemand', agentType: 'resource', compensation: 'impossible' },
];

/** How many of `replicas` are changed in a stage: rounded up, so that every stage changes at least one. */
export function stageSize(stage: StageName, replicas: number): number {
  return Math.ceil((replicas * STAGE_PERCENT[stage]) / 100);
}
