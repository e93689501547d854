import type { Addresses, Endpoint } from '../addresses';
import { healthPath } from '../health';
import { DATABASE, type Listener } from './listeners';
import type { Plan } from './service';

/** Where everything of an environment is that was started by a plan, in processes or in containers. */
export function addressesOf(plan: Plan, processes: readonly Endpoint[]): Addresses {
  const { config, folder, secrets, urls, publicUrl } = plan;
  return {
    runId: folder.runId,
    target: config.target,
    worldSpeed: config.worldSpeed,
    orchestratorUrl: publicUrl,
    websocketUrl: publicUrl.replace('http', 'ws'),
    postgresUrl: urls.postgresReader,
    redisUrl: urls.redis,
    clickhouseUrl: urls.http('clickhouse'),
    clickhouseDatabase: DATABASE,
    qdrantUrl: urls.http('qdrant'),
    cloudUrl: urls.http('cloud'),
    fleetsUrl: urls.http('fleets'),
    llmUrl: urls.http('llm'),
    runtimeUrl: urls.http('runtime'),
    portalUrl: urls.http('portal'),
    logs: folder.logs,
    secrets: {
      controlKey: secrets.controlKey,
      runtimeKey: secrets.runtimeKey,
      agentKey: secrets.agentKey,
      operatorEmail: secrets.operatorEmail,
      operatorPassword: secrets.operatorPassword,
      tokenKey: secrets.jwtSecret,
      platformDatabaseUrl: urls.postgresPlatform,
    },
    processes,
  };
}

/** A listener of the plan. @param pid of its process; 0 where it has none on this machine */
export function endpointOf({ urls }: Plan, name: Listener, pid = 0): Endpoint {
  if (name === 'postgres') return { name, pid, url: urls.postgresReader, health: urls.postgresReader };
  if (name === 'redis') return { name, pid, url: urls.redis, health: urls.redis };
  return { name, pid, url: urls.http(name), health: `${urls.http(name)}${healthPath(name)}` };
}
