import type { Generated } from 'kysely';
import type { components } from '../../../contracts/generated/openapi.ts';
import type { Deployment } from '../../shared/gateway.ts';
import type { Json } from './columns.ts';

type Schemas = components['schemas'];

export interface CloudAccountsTable {
  customer_id: string;
  /** New with every onboarding, so that the end of an older discovery changes nothing. */
  onboarding_id: string;
  provider: Schemas['CloudProvider'];
  region: string;
  /** How the platform gets in: JSON, as infrastructure/cloud-access.ts writes it. */
  access_encrypted: Buffer;
  status: 'discovering' | 'discovered' | 'failed';
  problem: string | null;
  onboarded_at: Generated<Date>;
}

export interface InstancesTable {
  customer_id: string;
  instance_id: string;
  cloud_provider: Schemas['CloudProvider'];
  name: string;
  instance_type: string;
  region: string;
  market: Schemas['Instance']['market'];
  fault_tolerant: boolean;
  latency_critical: boolean;
  launched_at: Date;
  monthly_cost_cents: number;
}

export interface RuntimesTable {
  customer_id: string;
  hostname: string;
  version: string;
  connected_at: Date;
  gateway_url: string | null;
  deployments: Json<readonly Deployment[]>;
  inventory_at: Date | null;
}

export interface RuntimeTokensTable {
  token_hash: Buffer;
  customer_id: string;
  created_at: Generated<Date>;
}

export interface RuntimeCommandsTable {
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
