import type { Generated } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';
import type { EngineArgs } from '../../shared/gateway.ts';
import type { Json } from './columns.ts';

type Schemas = components['schemas'];

export interface ResolutionsTable {
  id: Generated<string>;
  customer_id: string;
  status: Schemas['Resolution']['status'];
  strategy: Schemas['Resolution']['resolution_strategy'];
  conflicts: Json<readonly Schemas['Conflict'][]>;
  plan: Json<ResolutionPlan>;
  reason: string;
  agents_heard: Schemas['AgentType'][];
  problem: string | null;
  approved_by: string | null;
  created_at: Generated<Date>;
  approved_at: Date | null;
  ended_at: Date | null;
}

/** What is to be carried out, and what is not. */
export interface ResolutionPlan {
  readonly stages: readonly (readonly PlannedRecommendation[])[];
  readonly leftOut: readonly { readonly recommendationId: string; readonly reason: string }[];
  /** The one that was preferred. */
  readonly chosen: string | null;
  readonly hybrid: HybridPart | null;
}

export interface PlannedRecommendation {
  readonly recommendationId: string;
  /** What it changes of the engines, whatever else has changed when its turn comes. */
  readonly settings?: Partial<EngineArgs>;
  /** The performance agent objects, and the customer prefers it all the same. */
  readonly isOverruled: boolean;
}

export interface HybridPart {
  readonly recommendationId: string;
  readonly instanceIds: readonly string[];
  readonly stayingInstanceIds: readonly string[];
  readonly savingsCents: number;
  /** What the performance agent said of the part. */
  readonly reason: string;
}

/** What an agent was told, once it has taken note of it. */
export interface AgentEventsTable {
  id: Generated<number>;
  customer_id: string;
  resolution_id: string;
  agent_type: Schemas['AgentType'] | 'orchestrator';
  event_type: 'resolution_approved' | 'resolution_executed' | 'resolution_stopped';
  at: Generated<Date>;
}
