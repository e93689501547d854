import type { components } from '../../../contracts/generated/openapi.ts';
import type { Deployment, EngineArgs } from '../../shared/gateway.ts';
import type { RecommendationRow, ValidationRow } from '../database/schema.ts';
import { commitsToMachines, typesThatEndMachines } from '../optimizations/plans.ts';
import { isPresent } from '../optimizations/weights.ts';

type Schemas = components['schemas'];

/** What a recommendation wants of the customer's machines and engines, as far as others may want the same. */
export interface Contender {
  readonly id: string;
  readonly title: string;
  readonly agentType: Schemas['AgentType'];
  readonly instanceIds: readonly string[];
  /** Names of the deployments whose machines or engines it changes. */
  readonly deployments: readonly string[];
  /** What becomes of its machines: they are given up, or paid for whatever comes; undefined where it leaves them alone. */
  readonly claim: 'end' | 'keep' | undefined;
  readonly settings: SettingsChange | undefined;
  /** US cents a month. */
  readonly savingsCents: number;
  readonly confidence: number;
  readonly risk: Schemas['RiskLevel'];
  /** What the performance agent has against it. */
  readonly objection: string | undefined;
  /** What the application agent has against it: quality is not to be traded. */
  readonly veto: string | undefined;
}

/** A contender that is not carried out. */
export interface LeftOut {
  readonly id: string;
  /** In words. */
  readonly reason: string;
}

export interface SettingsChange {
  readonly deployment: string;
  /** Complete, as the recommendation has them. */
  readonly engineArgs: EngineArgs;
  /** Only what differs from the engines that run now. */
  readonly changes: Partial<EngineArgs>;
}

type Facts = Pick<
  RecommendationRow,
  | 'id'
  | 'title'
  | 'type'
  | 'agent_type'
  | 'instance_ids'
  | 'deployment'
  | 'engine_args'
  | 'estimated_savings_cents'
  | 'confidence'
  | 'risk_level'
>;

export function contenderOf(
  row: Facts,
  validations: readonly Pick<ValidationRow, 'agent_type' | 'approved' | 'reason'>[],
  deployments: readonly Deployment[],
): Contender {
  const against = (agent: ValidationRow['agent_type']) =>
    validations.find(({ agent_type, approved }) => agent_type === agent && !approved)?.reason;
  const claim = claimOf(row);
  return {
    id: row.id,
    title: row.title,
    agentType: row.agent_type,
    instanceIds: row.instance_ids,
    deployments: changedDeployments(row, claim, deployments),
    claim,
    settings: settingsOf(row, deployments),
    savingsCents: row.estimated_savings_cents,
    confidence: row.confidence,
    risk: row.risk_level,
    objection: against('performance'),
    veto: against('application'),
  };
}

/** Names of the deployments with replicas on one of the machines. */
export function servedFrom(instanceIds: readonly string[], deployments: readonly Deployment[]): readonly string[] {
  return deployments
    .filter(({ replicas }) => replicas.some((one) => isPresent(one) && instanceIds.includes(one.machine_id)))
    .map(({ name }) => name);
}

function claimOf({ type }: Facts): Contender['claim'] {
  if (typesThatEndMachines.includes(type)) return 'end';
  return commitsToMachines(type) ? 'keep' : undefined;
}

function changedDeployments(
  { deployment, instance_ids }: Facts,
  claim: Contender['claim'],
  deployments: readonly Deployment[],
): readonly string[] {
  if (deployment !== null) return [deployment];
  return claim === 'end' ? servedFrom(instance_ids, deployments) : [];
}

function settingsOf(
  { deployment, engine_args }: Facts,
  deployments: readonly Deployment[],
): SettingsChange | undefined {
  if (deployment === null || engine_args === null) return undefined;
  const present = deployments.find(({ name }) => name === deployment)?.replicas.find(isPresent)?.engine_args;
  return { deployment, engineArgs: engine_args, changes: present ? difference(engine_args, present) : engine_args };
}

function difference(wanted: EngineArgs, present: EngineArgs): Partial<EngineArgs> {
  const names = Object.keys(wanted) as (keyof EngineArgs)[];
  return Object.fromEntries(names.filter((name) => wanted[name] !== present[name]).map((name) => [name, wanted[name]]));
}
