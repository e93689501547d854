import { z } from 'zod';
import { flag, integer, isGuessable, logLevel, port, seconds, secret, setting, url } from '../shared/config.ts';

/** Several durations in one setting, in the order of their names. */
function durations<Name extends string>(names: readonly Name[], example: string) {
  const allowed = `${names.length} positive numbers of seconds with commas between (${names.join(', ')}), such as ${example}`;
  return setting(allowed, (text) => {
    const given = text.split(',').map(Number);
    if (given.length !== names.length || !given.every((value) => value > 0)) return undefined;
    return Object.fromEntries(names.map((name, k) => [name, given[k]])) as Record<Name, number>;
  });
}

const encryptionKey = setting('64 hexadecimal digits (32 bytes), at random', (text) =>
  /^[0-9a-f]{64}$/i.test(text) && !isGuessable(text) ? Buffer.from(text, 'hex') : undefined,
);

const databaseName = setting('a name of small letters, digits and _', (text) =>
  /^[a-z_][a-z0-9_]*$/.test(text) ? text : undefined,
);

/** Settings of the orchestrator. Durations are seconds. */
export const configSchema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port,
  /** Listen beside other orchestrators at the same port; the system spreads the connections over them. Linux and FreeBSD only. */
  SHARE_PORT: flag.default(false),
  LOG_LEVEL: logLevel.default('info'),
  /** Where customers' runtimes reach this orchestrator; stands in the install command. */
  PUBLIC_URL: url('http', 'https'),
  DATABASE_URL: url('postgres', 'postgresql'),
  REDIS_URL: url('redis', 'rediss'),
  CLICKHOUSE_URL: url('http', 'https'),
  CLICKHOUSE_DATABASE: databaseName.default('optiinfra'),
  QDRANT_URL: url('http', 'https'),
  JWT_SECRET: secret(32),
  AGENT_KEY: secret(16),
  /** Encrypts the customers' cloud roles at rest. */
  CREDENTIALS_KEY: encryptionKey,
  OPERATOR_EMAIL: z.email('an e-mail address'),
  OPERATOR_PASSWORD: secret(12),
  /** With it, the role acceptance_reader may log in and read the views of the schema acceptance. */
  ACCEPTANCE_READER_PASSWORD: secret(12).optional(),
  ACCESS_TOKEN_SECONDS: seconds.default(3600),
  REFRESH_TOKEN_SECONDS: seconds.default(2_592_000),
  /** A plan's requests are counted in windows of so long. */
  RATE_LIMIT_WINDOW_SECONDS: seconds.default(60),
  /** How long a recommendation may be approved, by its risk: 7 days, 48, 24 and 4 hours. */
  APPROVAL_SECONDS: durations(['low', 'medium', 'high', 'critical'], '604800,172800,86400,14400').default({
    low: 604_800,
    medium: 172_800,
    high: 86_400,
    critical: 14_400,
  }),
  HEARTBEAT_INTERVAL_SECONDS: seconds.default(30),
  AGENT_UNREACHABLE_SECONDS: seconds.default(45),
  TASK_TIMEOUT_SECONDS: seconds.default(30),
  TASK_RETRIES: integer(0, 10).default(3),
  /** The wait before a task is given to the next agent; it doubles with each further one. */
  TASK_RETRY_SECONDS: seconds.default(1),
  /** How often a task that found no agent looks for one again; one that registers or comes back is told at once. */
  TASK_RECHECK_SECONDS: seconds.default(5),
  /** After so many failures in a row an agent gets no tasks for the pause, then one on trial. */
  CIRCUIT_BREAKER_FAILURES: integer(1, 100).default(3),
  CIRCUIT_BREAKER_PAUSE_SECONDS: seconds.default(30),
  ROLLOUT_WINDOWS_SECONDS: durations(['canary', 'half', 'full'], '30,60,90').default({
    canary: 30,
    half: 60,
    full: 90,
  }),
  /** How often it is asked whether the cloud takes machines back. AWS recommends every 5 seconds. */
  GUARD_INTERVAL_SECONDS: seconds.default(5),
  /** How long machines may take to start, and engines to load their model. */
  REPLICA_READY_SECONDS: seconds.default(300),
  /** How often the undoing of a step is tried again, and the wait before the first such try, which doubles with each. */
  COMPENSATION_RETRIES: integer(0, 20).default(5),
  COMPENSATION_RETRY_SECONDS: seconds.default(1),
  /** An orchestrator of which nothing was heard for so long is taken for dead, and its jobs are given to others. */
  LEASE_SECONDS: seconds.default(10),
  /** Jobs at once; most of the time they wait for others. */
  QUEUE_CONCURRENCY: integer(1, 100).default(20),
});

export type Config = z.infer<typeof configSchema>;
export type RolloutWindows = Config['ROLLOUT_WINDOWS_SECONDS'];
