import type { components } from '../../../contracts/generated/openapi.ts';
import { type PlannedStep, type StepName, spotMigration } from './plan.ts';

export type OptimizationType = components['schemas']['OptimizationType'];

const renamedInRightSizing: Readonly<Partial<Record<StepName, StepName>>> = {
  create_spot_instances: 'create_instances',
  terminate_ondemand: 'terminate_replaced',
};

/** As a move to spot machines, but to smaller machines on demand. */
const rightSizing: readonly PlannedStep[] = spotMigration.map((step) => ({
  ...step,
  name: renamedInRightSizing[step.name] ?? step.name,
}));

/** The engines of a deployment restart with other arguments, never more than half of them at the same time where there are several. */
const settingsChange: readonly PlannedStep[] = [
  { name: 'reconfigure_canary', agentType: 'orchestrator', compensation: 'restore_settings', stage: 'canary' },
  { name: 'validate_canary', agentType: 'performance', compensation: 'none', stage: 'canary' },
  { name: 'reconfigure_50_percent', agentType: 'orchestrator', compensation: 'restore_settings', stage: 'half' },
  { name: 'validate_50_percent', agentType: 'performance', compensation: 'none', stage: 'half' },
  { name: 'reconfigure_all', agentType: 'orchestrator', compensation: 'restore_settings', stage: 'full' },
  { name: 'validate_all', agentType: 'performance', compensation: 'none', stage: 'full' },
];

const idleTermination: readonly PlannedStep[] = [
  { name: 'verify_idle', agentType: 'resource', compensation: 'none' },
  { name: 'terminate_idle', agentType: 'resource', compensation: 'impossible' },
];

/** Batch work goes to a new machine, and its old one ends when the work is seen to go on there. */
const moveOfWork = (creation: StepName): readonly PlannedStep[] => [
  { name: creation, agentType: 'resource', compensation: 'terminate_successors' },
  { name: 'confirm_workload', agentType: 'resource', compensation: 'none' },
  { name: 'terminate_moved', agentType: 'resource', compensation: 'impossible' },
];

const batchSpotMigration = moveOfWork('create_batch_spot_instances');

const cloudPlacement = moveOfWork('create_placed_instances');

const reservedCapacity: readonly PlannedStep[] = [
  { name: 'verify_steady_use', agentType: 'cost', compensation: 'none' },
  { name: 'purchase_reservation', agentType: 'cost', compensation: 'impossible' },
];

interface PlanOfType {
  readonly steps: readonly PlannedStep[];
  /** What it is called in sentences to the customer; begins one. */
  readonly title: string;
}

const plans: Readonly<Record<OptimizationType, PlanOfType>> = {
  spot_migration: { steps: spotMigration, title: 'The migration to spot machines' },
  batch_spot_migration: { steps: batchSpotMigration, title: 'The move of batch work to spot machines' },
  kv_cache_optimization: { steps: settingsChange, title: 'The tuning of the KV cache' },
  quantization: { steps: settingsChange, title: 'The quantization of the model' },
  batch_optimization: { steps: settingsChange, title: 'The change of the batch size' },
  right_sizing: { steps: rightSizing, title: 'The move to smaller machines' },
  idle_termination: { steps: idleTermination, title: 'The end of the idle machines' },
  cloud_placement: { steps: cloudPlacement, title: 'The move to the other cloud' },
  reserved_capacity: { steps: reservedCapacity, title: 'The reservation of capacity' },
};

/** The steps of a type of optimization, in their order. What cannot be undone stands last. */
export function planOf(type: OptimizationType): readonly PlannedStep[] {
  return plans[type].steps;
}

export function titleOf(type: OptimizationType): string {
  return plans[type].title;
}

/** The types that change how the engines of a deployment are started, and no machine. */
export function changesSettings(type: OptimizationType): boolean {
  return planOf(type) === settingsChange;
}

/** The types after which the machines that they concern are paid for, whether they are needed or not. */
export function commitsToMachines(type: OptimizationType): boolean {
  return planOf(type) === reservedCapacity;
}

/** The types that give machines up on which no model is served. */
export function concernsUnserving(type: OptimizationType): boolean {
  return type === 'idle_termination' || planOf(type).some(({ name }) => name === 'confirm_workload');
}

/** The types after which the machines that they concern are gone, whether others have taken their place or not. */
export const typesThatEndMachines: readonly OptimizationType[] = optimizationTypes().filter((type) =>
  planOf(type).some(({ name }) => name.startsWith('terminate_')),
);

function optimizationTypes(): readonly OptimizationType[] {
  // The keys of the table are the types of the contract, and no others.
  return Object.keys(plans) as OptimizationType[];
}

/** @throws when the plan has no such step, which means that the database and the code differ */
export function stepAt(type: OptimizationType, position: number): PlannedStep {
  const step = planOf(type)[position];
  if (step === undefined) throw new Error(`The plan of ${type} has no step ${position}`);
  return step;
}

export function isIrreversible({ compensation }: PlannedStep): boolean {
  return compensation === 'impossible';
}

/** The positions to compensate when the step at `failedPosition` failed: that step first, then the ones before it, last first. */
export function compensationOrder(type: OptimizationType, failedPosition: number): readonly number[] {
  return planOf(type)
    .flatMap((step, position) => (position <= failedPosition && needsCompensation(step) ? [position] : []))
    .reverse();
}

function needsCompensation({ compensation }: PlannedStep): boolean {
  return compensation !== 'none' && compensation !== 'impossible';
}
