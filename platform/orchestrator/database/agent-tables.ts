import type { Generated } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';
import type { OptionalJson } from './columns.ts';

type Schemas = components['schemas'];

export interface AgentsTable {
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
  circuit: Generated<Schemas['Agent']['circuit']>;
  /** Since the last answer that could be understood. */
  failures_in_a_row: Generated<number>;
  circuit_opened_at: Date | null;
  last_given_at: Date | null;
}

export interface AgentHeartbeatsTable {
  id: Generated<number>;
  agent_id: string;
  status: Schemas['Heartbeat']['status'];
  current_tasks: number;
  load: number;
  received_at: Generated<Date>;
}

export interface TasksTable {
  id: string;
  customer_id: string;
  task_type: string;
  agent_type: Schemas['AgentType'];
  agent_id: string | null;
  status: Schemas['AgentTask']['status'];
  attempts: Generated<number>;
  error: string | null;
  created_at: Generated<Date>;
  completed_at: Date | null;
  /** Of tasks that were asked for; null of those that are parts of something else. */
  analysis_type: Schemas['AnalysisType'] | null;
  timeout_seconds: number | null;
  result: OptionalJson<object>;
  /** Counts how often a job was enqueued for it. Only the job of the last time may touch it. */
  visit: Generated<number>;
  waits_for_agent: Generated<boolean>;
}

export interface TaskNeedsTable {
  task_id: string;
  needed_id: string;
  needs: 'result' | 'end';
}

export interface TaskAttemptsTable {
  task_id: string;
  number: number;
  agent_id: string | null;
  started_at: Generated<Date>;
  ended_at: Date | null;
  outcome: NonNullable<Schemas['TaskAttempt']['outcome']> | null;
  problem: string | null;
}

export interface OrchestratorLeasesTable {
  orchestrator_id: string;
  worker_ids: string[];
  renewed_at: Generated<Date>;
}
