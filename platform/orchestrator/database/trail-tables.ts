import type { Generated } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';
import type { Json } from './columns.ts';

type Schemas = components['schemas'];

export interface EventsTable {
  customer_id: string;
  id: number;
  type: string;
  at: Generated<Date>;
  message: string;
  data: Json<object>;
}

export interface EventCountersTable {
  customer_id: string;
  last_id: number;
}

export interface AuditLogTable {
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
