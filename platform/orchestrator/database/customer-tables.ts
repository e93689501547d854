import type { ColumnType, Generated } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';

type Schemas = components['schemas'];

export interface CustomersTable {
  id: Generated<string>;
  email: string;
  company_name: string;
  plan: Schemas['Plan'];
  password_hash: string | null;
  preferences: ColumnType<Schemas['Preferences'], string | undefined, string>;
  /** Whose agents serve the customer. */
  agent_pool: Generated<string>;
  created_at: Generated<Date>;
}

export interface OperatorsTable {
  id: Generated<string>;
  email: string;
  password_hash: string;
}

export interface SessionsTable {
  id: Generated<string>;
  customer_id: string | null;
  operator_id: string | null;
  created_at: Generated<Date>;
  revoked_at: Date | null;
}

export interface RefreshTokensTable {
  token_hash: Buffer;
  session_id: string;
  expires_at: Date;
  spent_at: Date | null;
}
