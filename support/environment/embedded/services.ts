import { join } from 'node:path';
import type { Config } from '../../config';
import { CACHE, PROJECT } from '../paths';
import type { Command } from './child-processes';
import { platformDurations } from './durations';
import { DATABASE, HOST, type Listener, type Urls } from './listeners';
import { createDatabase, postgresCommand } from './postgres';
import { redisCommand } from './redis';
import type { RunFolder } from './run-folder';
import type { Scheduled } from './schedule';
import type { RunSecrets } from './secrets';

/** One process of the environment: how to run it, when, and how to know that it is ready. */
export interface Service extends Scheduled {
  readonly listeners: readonly Listener[];
  /** Prepares what the process needs before it begins. */
  command(): Promise<Command>;
  /** URLs that all have to answer. */
  readonly health: readonly string[];
  /** What is done once it answers, before others may begin. */
  readonly settle?: () => Promise<void>;
}

/** What the services of one run are made from. */
export interface Plan {
  readonly config: Config;
  readonly folder: RunFolder;
  readonly secrets: RunSecrets;
  readonly portOf: (listener: Listener) => number;
  readonly urls: Urls;
}

export const AGENT_TYPES = ['cost', 'performance', 'resource', 'application'] as const;

/** The table of services. `after` names what has to be ready first; all else begins at once, because loading is what costs. */
export function services(plan: Plan): readonly Service[] {
  return [
    postgres(plan),
    redis(plan),
    engine(plan, 'clickhouse'),
    engine(plan, 'qdrant'),
    simulators(plan),
    orchestrator(plan),
    ...AGENT_TYPES.map((type) => agent(plan, type)),
    runtime(plan),
  ];
}

const STORES = ['postgres', 'redis', 'clickhouse', 'qdrant'] as const;

function postgres({ folder, secrets, portOf, urls }: Plan): Service {
  return {
    name: 'postgres',
    after: [],
    listeners: ['postgres'],
    command: () => postgresCommand({ folder, port: portOf('postgres'), password: secrets.postgresPassword }),
    health: [urls.postgresAdmin],
    settle: () => createDatabase(urls.postgresAdmin, { name: DATABASE, password: secrets.databasePassword }),
  };
}

function redis({ config, folder, secrets, portOf, urls }: Plan): Service {
  const settings = { port: portOf('redis'), password: secrets.redisPassword, configured: config.redisServer };
  return {
    name: 'redis',
    after: [],
    listeners: ['redis'],
    command: () => redisCommand(folder, settings),
    health: [urls.redis],
  };
}

function engine(plan: Plan, name: 'clickhouse' | 'qdrant'): Service {
  return node(plan, {
    name,
    after: [],
    listeners: [name],
    main: `support/environment/engines/${name}/main.ts`,
    environment: { PORT: plan.portOf(name), DATA_DIR: plan.folder.data(name) },
  });
}

function simulators(plan: Plan): Service {
  const { config, portOf, secrets } = plan;
  return node(plan, {
    name: 'simulators',
    after: [],
    listeners: ['cloud', 'fleets', 'llm'],
    main: 'simulators/main.ts',
    environment: {
      CLOUD_PORT: portOf('cloud'),
      FLEETS_PORT: portOf('fleets'),
      LLM_PORT: portOf('llm'),
      WORLD_SPEED: config.worldSpeed,
      WORLD_EPOCH: Date.now(),
      CONTROL_KEY: secrets.controlKey,
      PLATFORM_ACCOUNT_ID: secrets.platformAccountId,
      PLATFORM_ACCESS_KEY_ID: secrets.platformAccessKeyId,
      PLATFORM_SECRET_ACCESS_KEY: secrets.platformSecretAccessKey,
      GCP_PLATFORM_TOKEN: secrets.gcpPlatformToken,
    },
  });
}

function orchestrator(plan: Plan): Service {
  const { config, portOf, secrets, urls } = plan;
  return node(plan, {
    name: 'orchestrator',
    after: STORES,
    listeners: ['orchestrator'],
    main: 'platform/orchestrator/main.ts',
    environment: {
      PORT: portOf('orchestrator'),
      PUBLIC_URL: urls.http('orchestrator'),
      DATABASE_URL: urls.postgresPlatform,
      REDIS_URL: urls.redis,
      CLICKHOUSE_URL: urls.http('clickhouse'),
      CLICKHOUSE_DATABASE: DATABASE,
      QDRANT_URL: urls.http('qdrant'),
      JWT_SECRET: secrets.jwtSecret,
      AGENT_KEY: secrets.agentKey,
      CREDENTIALS_KEY: secrets.credentialsKey,
      OPERATOR_EMAIL: secrets.operatorEmail,
      OPERATOR_PASSWORD: secrets.operatorPassword,
      ACCEPTANCE_READER_PASSWORD: secrets.readerPassword,
      ...platformDurations(config.worldSpeed).orchestrator,
    },
  });
}

/** Every agent gets all that any agent needs; each reads its own part. */
function agent(plan: Plan, type: (typeof AGENT_TYPES)[number]): Service {
  const { config, portOf, secrets, urls } = plan;
  return node(plan, {
    name: type,
    after: STORES,
    listeners: [type],
    main: `platform/agents/${type}/main.ts`,
    environment: {
      PORT: portOf(type),
      AGENT_TYPE: type,
      HOSTNAME_LABEL: `${type}-1`,
      ORCHESTRATOR_URL: urls.http('orchestrator'),
      AGENT_KEY: secrets.agentKey,
      DATABASE_URL: urls.postgresPlatform,
      CLICKHOUSE_URL: urls.http('clickhouse'),
      CLICKHOUSE_DATABASE: DATABASE,
      QDRANT_URL: urls.http('qdrant'),
      LLM_URL: `${urls.http('llm')}/v1`,
      LLM_API_KEY: secrets.llmKey,
      LLM_MODEL: 'risk-assessor',
      AWS_ENDPOINT_URL: urls.http('cloud'),
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: secrets.platformAccessKeyId,
      AWS_SECRET_ACCESS_KEY: secrets.platformSecretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
      GCP_ENDPOINT_URL: urls.http('cloud'),
      GCP_ACCESS_TOKEN: secrets.gcpPlatformToken,
      SPOT_ADVISOR_URL: `${urls.http('cloud')}/spot-advisor/{account_id}.json`,
      SPOT_OUTLOOK_URL: `${urls.http('cloud')}/spot-outlook/{project_id}.json`,
      ...platformDurations(config.worldSpeed).agents,
    },
  });
}

function runtime(plan: Plan): Service {
  const { config, portOf, secrets } = plan;
  return node(plan, {
    name: 'runtime',
    after: [],
    listeners: ['runtime'],
    main: 'platform/runtime/main.ts',
    environment: {
      PORT: portOf('runtime'),
      RUNTIME_KEY: secrets.runtimeKey,
      ...platformDurations(config.worldSpeed).runtime,
    },
  });
}

interface NodeService extends Scheduled {
  readonly listeners: readonly Listener[];
  readonly main: string;
  readonly environment: Readonly<Record<string, string | number>>;
}

/** A program of the repository, run by the Node that runs this. */
function node(plan: Plan, { name, after, listeners, main, environment }: NodeService): Service {
  const own = Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, String(value)]));
  return {
    name,
    after,
    listeners,
    command: async () => ({
      file: process.execPath,
      arguments: [join(PROJECT, main)],
      // Compiled code of earlier runs: they halve the time to load.
      environment: { HOST, NODE_COMPILE_CACHE: join(CACHE, 'node'), ...own },
    }),
    health: listeners.map((listener) => `${plan.urls.http(listener)}/health`),
  };
}
