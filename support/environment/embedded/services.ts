import { DATABASE } from './listeners';
import { AGENT_TYPES, agent, orchestrator, portal, runtime } from './platform-services';
import { createDatabase, postgresCommand } from './postgres';
import { redisCommand } from './redis';
import { node, type Plan, type Service } from './service';

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
    portal(plan),
  ];
}

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

export function simulators(plan: Plan): Service {
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
