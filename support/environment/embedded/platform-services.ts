import { platformDurations } from './durations';
import { DATABASE, HOST } from './listeners';
import { portalAssets } from './portal-assets';
import { node, type Plan, type Service, STORES } from './service';

export const AGENT_TYPES = ['cost', 'performance', 'resource', 'application'] as const;

export function orchestrator(plan: Plan): Service {
  const { config, portOf, secrets, urls, publicUrl } = plan;
  return node(plan, {
    name: 'orchestrator',
    after: STORES,
    listeners: ['orchestrator'],
    main: 'platform/orchestrator/main.ts',
    environment: {
      PORT: portOf('orchestrator'),
      PUBLIC_URL: publicUrl,
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

/** One more orchestrator on the same stores. */
export function anotherOrchestrator(plan: Plan, { name, port, settings }: Another): Service {
  const { command, ...usual } = orchestrator(plan);
  return {
    ...usual,
    name,
    listeners: [],
    command: async () => {
      const { environment, ...program } = await command();
      return { ...program, environment: { ...environment, PORT: String(port), ...settings } };
    },
    health: [`http://${HOST}:${port}/health`],
  };
}

interface Another {
  readonly name: string;
  readonly port: number;
  /** Instead of the usual ones, by name of the variable. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Every agent gets all that any agent needs; each reads its own part. */
export function agent(plan: Plan, type: (typeof AGENT_TYPES)[number]): Service {
  const { config, portOf, secrets, urls, publicUrl } = plan;
  return node(plan, {
    name: type,
    after: STORES,
    listeners: [type],
    main: `platform/agents/${type}/main.ts`,
    environment: {
      PORT: portOf(type),
      AGENT_TYPE: type,
      HOSTNAME_LABEL: `${type}-1`,
      ORCHESTRATOR_URL: publicUrl,
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

export function runtime(plan: Plan): Service {
  const { config, folder, portOf, secrets } = plan;
  return node(plan, {
    name: 'runtime',
    after: [],
    listeners: ['runtime'],
    main: 'platform/runtime/main.ts',
    environment: {
      PORT: portOf('runtime'),
      RUNTIME_KEY: secrets.runtimeKey,
      DATA_DIR: folder.data('runtime'),
      ...platformDurations(config.worldSpeed).runtime,
    },
  });
}

export function portal(plan: Plan): Service {
  const { portOf, publicUrl } = plan;
  const { command, ...service } = node(plan, {
    name: 'portal',
    after: [],
    listeners: ['portal'],
    main: 'platform/portal/main.ts',
    environment: { PORT: portOf('portal'), ORCHESTRATOR_URL: publicUrl },
  });
  return {
    ...service,
    command: async () => {
      const [program, PORTAL_ASSETS_DIR] = await Promise.all([command(), portalAssets()]);
      return { ...program, environment: { ...program.environment, PORTAL_ASSETS_DIR } };
    },
  };
}
