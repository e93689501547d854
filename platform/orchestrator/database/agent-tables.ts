import type { Generated } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';

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
  status: 'running' | 'completed' | 'failed';
  attempts: Generated<number>;
  error: string | null;
  created_at: Generated<Date>;
  completed_at: Date | null;
}

export interface OrchestratorLeasesTable {
  orchestrator_id: string;
  worker_ids: string[];
  renewed_at: Generated<Date>;
}
