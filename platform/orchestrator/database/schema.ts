import type { ColumnType, Generated, JSONColumnType, Selectable } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';
import type { Deployment } from '../../shared/gateway.ts';

type Schemas = components['schemas'];
type Json<T extends object> = JSONColumnType<T, string, string>;
type OptionalJson<T extends object> = ColumnType<T | null, string | null | undefined, string | null>;

/** Money is integer US cents a month; shares and qualities are 0..1. */
export interface Database {
  customers: CustomersTable;
  operators: OperatorsTable;
  sessions: SessionsTable;
  refresh_tokens: RefreshTokensTable;
  cloud_accounts: CloudAccountsTable;
  instances: InstancesTable;
  runtimes: RuntimesTable;
  runtime_tokens: RuntimeTokensTable;
  runtime_commands: RuntimeCommandsTable;
  agents: AgentsTable;
  agent_heartbeats: AgentHeartbeatsTable;
  tasks: TasksTable;
  orchestrator_leases: OrchestratorLeasesTable;
  analyses: AnalysesTable;
  recommendations: RecommendationsTable;
  validations: ValidationsTable;
  decisions: DecisionsTable;
  optimizations: OptimizationsTable;
  optimization_steps: OptimizationStepsTable;
  optimization_outcomes: OptimizationOutcomesTable;
  events: EventsTable;
  event_counters: EventCountersTable;
  audit_log: AuditLogTable;
}

interface CustomersTable {
  id: Generated<string>;
  email: string;
  company_name: string;
  plan: Schemas['Plan'];
  password_hash: string | null;
  created_at: Generated<Date>;
}

interface OperatorsTable {
  id: Generated<string>;
  email: string;
  password_hash: string;
}

interface SessionsTable {
  id: Generated<string>;
  customer_id: string | null;
  operator_id: string | null;
  created_at: Generated<Date>;
  revoked_at: Date | null;
}

interface RefreshTokensTable {
  token_hash: Buffer;
  session_id: string;
  expires_at: Date;
  spent_at: Date | null;
}

interface CloudAccountsTable {
  customer_id: string;
  /** New with every onboarding, so that the end of an older discovery changes nothing. */
  onboarding_id: string;
  provider: 'aws';
  region: string;
  role_arn_encrypted: Buffer;
  status: 'discovering' | 'discovered' | 'failed';
  problem: string | null;
  onboarded_at: Generated<Date>;
}

interface InstancesTable {
  customer_id: string;
  instance_id: string;
  name: string;
  instance_type: string;
  region: string;
  market: Schemas['Instance']['market'];
  fault_tolerant: boolean;
  latency_critical: boolean;
  launched_at: Date;
  monthly_cost_cents: number;
}

interface RuntimesTable {
  customer_id: string;
  hostname: string;
  version: string;
  connected_at: Date;
  gateway_url: string | null;
  deployments: Json<readonly Deployment[]>;
  inventory_at: Date | null;
}

interface RuntimeTokensTable {
  token_hash: Buffer;
  customer_id: string;
  created_at: Generated<Date>;
}

interface RuntimeCommandsTable {
  id: string;
  sequence: Generated<number>;
  customer_id: string;
  /** What the command is for; each key is tried again only after its last attempt has failed. */
  key: string;
  attempt: number;
  command: Json<object>;
  status: 'waiting' | 'succeeded' | 'failed' | 'abandoned';
  error: string | null;
  created_at: Generated<Date>;
  answered_at: Date | null;
}

interface AgentsTable {
  id: Generated<string>;
  agent_type: Schemas['AgentType'];
  version: string;
  capabilities: string[];
  hostname: string;
  endpoint: string;
  pool: string;
  status: Schemas['Agent']['status'];
  current_tasks: number;
  load: number;
  registered_at: Generated<Date>;
  last_heartbeat_at: Generated<Date>;
}

interface AgentHeartbeatsTable {
  id: Generated<number>;
  agent_id: string;
  status: Schemas['Heartbeat']['status'];
  current_tasks: number;
  load: number;
  received_at: Generated<Date>;
}

interface TasksTable {
  id: string;
  customer_id: string;
  task_type: string;
  agent_type: Schemas['AgentType'];
  agent_id: string | null;
  status: 'running' | 'completed' | 'failed';
  attempts: Generated<number>;
  error: string | null;
  created_at: Generated<Date>;
  completed_at: Date | null;
}

interface OrchestratorLeasesTable {
  orchestrator_id: string;
  worker_ids: string[];
  renewed_at: Generated<Date>;
}

interface AnalysesTable {
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

interface RecommendationsTable {
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
  facts: Json<FindingFacts>;
  created_at: Generated<Date>;
  expires_at: Date;
}

interface ValidationsTable {
  recommendation_id: string;
  agent_type: Schemas['AgentType'];
  approved: boolean;
  reason: string;
  baseline_established: boolean | null;
  facts: Json<FindingFacts>;
  created_at: Generated<Date>;
}

interface DecisionsTable {
  recommendation_id: string;
  customer_id: string;
  decision: 'approved' | 'rejected';
  decided_by: string;
  decided_at: Generated<Date>;
  reason: string | null;
}

interface OptimizationsTable {
  id: Generated<string>;
  customer_id: string;
  recommendation_id: string;
  type: Schemas['Optimization']['type'];
  status: Schemas['Optimization']['status'];
  /** What the steps found out and pass on (optimizations/rollout-state.ts). */
  state: Json<object>;
  result: OptionalJson<Schemas['OptimizationResult']>;
  created_at: Generated<Date>;
  started_at: Date | null;
  completed_at: Date | null;
}

interface OptimizationStepsTable {
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

interface OptimizationOutcomesTable {
  optimization_id: string;
  customer_id: string;
  success: boolean;
  predicted_savings_cents: number;
  actual_savings_cents: number;
  stored_in_vector_db: Generated<boolean>;
  created_at: Generated<Date>;
}

interface EventsTable {
  customer_id: string;
  id: number;
  type: string;
  at: Generated<Date>;
  message: string;
  data: Json<object>;
}

interface EventCountersTable {
  customer_id: string;
  last_id: number;
}

interface AuditLogTable {
  id: Generated<number>;
  at: Generated<Date>;
  customer_id: string | null;
  actor_type: Schemas['AuditEntry']['actor_type'];
  actor_id: string;
  action: string;
  subject_type: string;
  subject_id: string;
  details: Json<Record<string, unknown>>;
}

export type CustomerRow = Selectable<CustomersTable>;
export type InstanceRow = Selectable<InstancesTable>;
export type AgentRow = Selectable<AgentsTable>;
export type RecommendationRow = Selectable<RecommendationsTable>;
export type ValidationRow = Selectable<ValidationsTable>;
export type OptimizationRow = Selectable<OptimizationsTable>;
export type OptimizationStepRow = Selectable<OptimizationStepsTable>;
export type EventRow = Selectable<EventsTable>;
