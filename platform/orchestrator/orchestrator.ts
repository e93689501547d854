import { Redis } from 'ioredis';
import { sql } from 'kysely';
import type { Running } from '../shared/lifecycle.ts';
import type { Logger } from '../shared/logger.ts';
import { MetricsStore } from '../shared/metrics-store.ts';
import { HeartbeatSweep } from './agents/heartbeat-sweep.ts';
import { TaskRouter } from './agents/router.ts';
import type { ApiDependencies } from './api/dependencies.ts';
import { apiServer } from './api/server.ts';
import { AuditSealing } from './audit/sealing.ts';
import { Access } from './auth/access.ts';
import { Authentication } from './auth/authentication.ts';
import { Cipher } from './auth/cipher.ts';
import { LoginLimit } from './auth/login-limit.ts';
import { Sessions } from './auth/sessions.ts';
import type { Config } from './config.ts';
import { setOperator } from './customers/customers.ts';
import { Leaving } from './customers/leaving.ts';
import type { Stores } from './database/change.ts';
import { connectDatabase, type DatabaseConnection } from './database/connect.ts';
import { migrate } from './database/migrate.ts';
import { customerContext } from './infrastructure/context.ts';
import { jobs } from './jobs.ts';
import { Observability } from './observability.ts';
import { startWorker } from './queue/worker.ts';
import { OutcomeMemory } from './stores/outcome-memory.ts';
import { whenReachable } from './stores/reachable.ts';
import { Wakeups } from './stores/wakeups.ts';

/** Starts everything that an orchestrator is: stores, API, sockets, queue worker, watch over the agents. */
export async function startOrchestrator(config: Config, logger: Logger): Promise<Running> {
  const connections = connect(config, logger);
  await prepareStores(config, logger, connections);
  const parts = assemble(config, logger, connections);
  const server = await apiServer(parts.api, logger);
  const worker = await startWorker({
    pool: connections.database.pool,
    db: connections.database.db,
    jobs: jobs(parts),
    concurrency: config.QUEUE_CONCURRENCY,
    leaseSeconds: config.LEASE_SECONDS,
    logger,
    observe: parts.api.observability.observeJob,
  });
  const sweep = new HeartbeatSweep({
    db: connections.database.db,
    unreachableSeconds: config.AGENT_UNREACHABLE_SECONDS,
    logger,
  });
  sweep.begin();
  const sealing = new AuditSealing({ db: connections.database.db, logger });
  sealing.begin();
  // The framework's type does not know all that it hands on.
  const at = { host: config.HOST, port: config.PORT, reusePort: config.SHARE_PORT };
  await server.listen(at);
  return {
    stop: async () => {
      sweep.end();
      await Promise.all([server.close(), worker.stop(), sealing.end()]);
      await disconnect(connections);
    },
  };
}

interface Connections {
  readonly database: DatabaseConnection;
  readonly redis: Redis;
  /** Redis wants a connection of its own for listening. */
  readonly subscriber: Redis;
  readonly metrics: MetricsStore;
  readonly outcomes: OutcomeMemory;
  readonly wakeups: Wakeups;
}

function connect(config: Config, logger: Logger): Connections {
  const redis = connectRedis(config.REDIS_URL, logger);
  const subscriber = connectRedis(config.REDIS_URL, logger);
  return {
    database: connectDatabase(config.DATABASE_URL, logger),
    redis,
    subscriber,
    metrics: new MetricsStore({ url: config.CLICKHOUSE_URL, database: config.CLICKHOUSE_DATABASE }),
    outcomes: new OutcomeMemory(config.QDRANT_URL),
    wakeups: new Wakeups({ publisher: redis, subscriber, logger }),
  };
}

/** Redis is back as soon as it can be; whoever asks meanwhile is told within moments that it is away. */
const FIRST_RECONNECTION_MS = 50;
const SLOWEST_RECONNECTION_MS = 500;
const REDIS_PATIENCE_MS = 5_000;

function connectRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    retryStrategy: (times) => Math.min(times * FIRST_RECONNECTION_MS, SLOWEST_RECONNECTION_MS),
    maxRetriesPerRequest: 2,
    commandTimeout: REDIS_PATIENCE_MS,
  });
  redis.on('error', (error) => logger.warn({ err: error }, 'Redis cannot be reached'));
  return redis;
}

async function prepareStores(config: Config, logger: Logger, connections: Connections): Promise<void> {
  const { database, metrics, wakeups } = connections;
  await Promise.all([
    whenReachable('PostgreSQL', logger, () => sql`select 1`.execute(database.db)).then(async () => {
      await migrate({ ...database, logger, readerPassword: config.ACCEPTANCE_READER_PASSWORD });
      await setOperator(database.db, config.OPERATOR_EMAIL, config.OPERATOR_PASSWORD);
    }),
    whenReachable('ClickHouse', logger, () => metrics.prepare()),
    whenReachable('Redis', logger, () => wakeups.start()),
  ]);
}

function assemble(config: Config, logger: Logger, connections: Connections) {
  const { redis, metrics, outcomes, wakeups } = connections;
  const { db } = connections.database;
  const stores = { db, wakeups };
  const cipher = new Cipher(config.CREDENTIALS_KEY);
  const sessions = new Sessions({
    stores,
    accessTokenSeconds: config.ACCESS_TOKEN_SECONDS,
    refreshTokenSeconds: config.REFRESH_TOKEN_SECONDS,
  });
  const taskSeconds = Math.max(config.TASK_TIMEOUT_SECONDS, config.REPLICA_READY_SECONDS);
  const leaving = new Leaving({ stores, sessions, metrics, outcomes, taskSeconds });
  const router = taskRouter(config, logger, { stores, cipher });
  const api: ApiDependencies = {
    config,
    stores,
    router,
    metrics,
    cipher,
    sessions,
    authentication: new Authentication({
      db,
      redis,
      sessions,
      jwtSecret: config.JWT_SECRET,
      agentKey: config.AGENT_KEY,
      windowSeconds: config.RATE_LIMIT_WINDOW_SECONDS,
    }),
    access: new Access(db),
    loginLimit: new LoginLimit(redis),
    leaving,
    observability: new Observability(),
    pings: pings(connections),
  };
  return { api, config, stores, router, leaving };
}

function taskRouter(
  config: Config,
  logger: Logger,
  { stores, cipher }: { readonly stores: Stores; readonly cipher: Cipher },
): TaskRouter {
  return new TaskRouter({
    stores,
    contextOf: (customerId) => customerContext(stores.db, cipher, customerId),
    agentKey: config.AGENT_KEY,
    timeoutSeconds: config.TASK_TIMEOUT_SECONDS,
    longTimeoutSeconds: config.REPLICA_READY_SECONDS,
    retries: config.TASK_RETRIES,
    retrySeconds: config.TASK_RETRY_SECONDS,
    circuit: { failures: config.CIRCUIT_BREAKER_FAILURES, pauseSeconds: config.CIRCUIT_BREAKER_PAUSE_SECONDS },
    logger,
  });
}

function pings({ database, redis, metrics, outcomes }: Connections): ApiDependencies['pings'] {
  return {
    postgres: () => sql`select 1`.execute(database.db),
    redis: () => redis.ping(),
    clickhouse: () => metrics.isReachable(),
    qdrant: () => outcomes.isReachable(),
  };
}

async function disconnect({ database, redis, subscriber, metrics, wakeups }: Connections): Promise<void> {
  wakeups.stop();
  redis.disconnect();
  subscriber.disconnect();
  await Promise.all([database.db.destroy(), metrics.close()]);
}
