import type { ColumnType, Generated } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';
import type { EngineArgs } from '../../shared/gateway.ts';
import type { Json, OptionalJson } from './columns.ts';

type Schemas = components['schemas'];

export interface AnalysesTable {
  id: Generated<string>;
  customer_id: string;
  agent_type: Schemas['AgentType'];
  status: Schemas['Analysis']['status'];
  error: string | null;
  findings: Json<readonly Schemas['Finding'][]>;
  created_at: Generated<Date>;
  completed_at: Date | null;
}

/** What the finding behind a recommendation measured; kept for the memory of outcomes. */
export type FindingFacts = Readonly<Record<string, string | number | boolean>>;

export interface RecommendationsTable {
  id: Generated<string>;
  customer_id: string;
  analysis_id: string;
  type: Schemas['Recommendation']['type'];
  status: Schemas['Recommendation']['status'];
  agent_type: Schemas['AgentType'];
  risk_level: Schemas['RiskLevel'];
  risk_assessed_by: 'rules' | 'language_model';
  estimated_savings_cents: number;
  confidence: number;
  title: string;
  description: string;
  instance_ids: string[];
  deployment: string | null;
  engine_args: OptionalJson<EngineArgs>;
  target_instance_type: string | null;
  placement: OptionalJson<Schemas['Placement']>;
  /** Terms on which capacity is to be reserved. */
  reservation: OptionalJson<Schemas['ReservationTerms']>;
  reservation_options: ColumnType<readonly Schemas['ReservationTerms'][], string | undefined, string>;
  bottlenecks: ColumnType<readonly Schemas['Bottleneck'][], string | undefined, string>;
  facts: Json<FindingFacts>;
  created_at: Generated<Date>;
  expires_at: Date;
}

export interface ValidationsTable {
  recommendation_id: string;
  agent_type: Schemas['AgentType'];
  approved: boolean;
  reason: string;
  baseline_established: boolean | null;
  facts: Json<FindingFacts>;
  created_at: Generated<Date>;
}

export interface DecisionsTable {
  recommendation_id: string;
  customer_id: string;
  decision: 'approved' | 'rejected';
  decided_by: string;
  decided_at: Generated<Date>;
  reason: string | null;
}

export interface OptimizationsTable {
  id: Generated<string>;
  customer_id: string;
  recommendation_id: string;
  type: Schemas['Optimization']['type'];
  status: Schemas['Optimization']['status'];
  /** What the steps found out and pass on (optimizations/rollout-state.ts). */
  state: Json<object>;
  result: OptionalJson<Schemas['OptimizationResult']>;
  /** The settled conflict that it is a part of; null where it was approved for itself. */
  resolution_id: string | null;
  /** When the customer asked for everything to be put back. */
  cancel_requested_at: Date | null;
  created_at: Generated<Date>;
  started_at: Date | null;
  completed_at: Date | null;
}

export interface OptimizationStepsTable {
  optimization_id: string;
  position: number;
  name: string;
  agent_type: Schemas['ExecutionStep']['agent_type'];
  status: Schemas['ExecutionStep']['status'];
  started_at: Date | null;
  completed_at: Date | null;
  measurements: OptionalJson<Schemas['StageMeasurements']>;
  error: string | null;
}

export interface OptimizationOutcomesTable {
  optimization_id: string;
  customer_id: string;
  success: boolean;
  predicted_savings_cents: number;
  actual_savings_cents: number;
  stored_in_vector_db: Generated<boolean>;
  created_at: Generated<Date>;
}
