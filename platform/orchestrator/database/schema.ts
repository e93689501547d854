import type { Selectable } from 'kysely';
import type {
  AgentHeartbeatsTable,
  AgentsTable,
  OrchestratorLeasesTable,
  TaskAttemptsTable,
  TaskNeedsTable,
  TasksTable,
} from './agent-tables.ts';
import type { CustomersTable, OperatorsTable, RefreshTokensTable, SessionsTable } from './customer-tables.ts';
import type {
  CloudAccountsTable,
  InstancesTable,
  RuntimeCommandsTable,
  RuntimesTable,
  RuntimeTokensTable,
} from './infrastructure-tables.ts';
import type {
  AnalysesTable,
  DecisionsTable,
  OptimizationOutcomesTable,
  OptimizationStepsTable,
  OptimizationsTable,
  RecommendationsTable,
  ValidationsTable,
} from './optimization-tables.ts';
import type { AgentEventsTable, ResolutionsTable } from './resolution-tables.ts';
import type { AuditLogTable, EventCountersTable, EventsTable } from './trail-tables.ts';

export type { FindingFacts } from './optimization-tables.ts';

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
  task_needs: TaskNeedsTable;
  task_attempts: TaskAttemptsTable;
  orchestrator_leases: OrchestratorLeasesTable;
  analyses: AnalysesTable;
  recommendations: RecommendationsTable;
  validations: ValidationsTable;
  decisions: DecisionsTable;
  optimizations: OptimizationsTable;
  optimization_steps: OptimizationStepsTable;
  optimization_outcomes: OptimizationOutcomesTable;
  resolutions: ResolutionsTable;
  agent_events: AgentEventsTable;
  events: EventsTable;
  event_counters: EventCountersTable;
  audit_log: AuditLogTable;
}

export type CustomerRow = Selectable<CustomersTable>;
export type CloudAccountRow = Selectable<CloudAccountsTable>;
export type InstanceRow = Selectable<InstancesTable>;
export type AgentRow = Selectable<AgentsTable>;
export type TaskRow = Selectable<TasksTable>;
export type RecommendationRow = Selectable<RecommendationsTable>;
export type ValidationRow = Selectable<ValidationsTable>;
export type OptimizationRow = Selectable<OptimizationsTable>;
export type OptimizationStepRow = Selectable<OptimizationStepsTable>;
export type ResolutionRow = Selectable<ResolutionsTable>;
export type EventRow = Selectable<EventsTable>;
export type TaskAttemptOutcome = NonNullable<Selectable<TaskAttemptsTable>['outcome']>;
