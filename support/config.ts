import { z } from 'zod';

/** The suite's settings. Read once, from environment variables; every one has a default. */
export interface Config {
  /** Where the platform under test runs. */
  readonly target: Target;
  /** World seconds per wall second in an environment that the suite starts itself. */
  readonly worldSpeed: number;
  /** `auto`: use the environment that stays, else start one; `only`: never start one; `never`: always do. Scenarios that end processes always get one of their own. */
  readonly attach: 'auto' | 'only' | 'never';
  /** `off`: trust the addresses already given and start nothing. */
  readonly preflight: 'on' | 'off';
  /** Leave data and logs of a private environment in `.e2e/kept/` when it ends. */
  readonly keep: boolean;
  /** Path of a redis-server or valkey-server to use instead of the one that is found. */
  readonly redisServer: string | undefined;
  /** Path of a Chromium to use instead of the one that comes with the project. */
  readonly browserExecutable: string | undefined;
  /** Path of the file that describes the deployed environment; the target "remote" needs it. */
  readonly remote: string | undefined;
  /** The name of a production environment in which a run may change what is there. */
  readonly confirm: string | undefined;
  /** What odd input is made from; undefined for a new number in each run. */
  readonly fuzzSeed: number | undefined;
  /** Ports asked for by number; the others are free ones of the system's choice. */
  readonly ports: Readonly<Partial<Record<PortOption, number>>>;
  /** How many there are of a service, where it is not one; the target "compose" only. */
  readonly replicas: Readonly<Partial<Record<Replicable, number>>>;
}

export const TARGETS = ['embedded', 'compose', 'containers', 'remote'] as const;

export type Target = (typeof TARGETS)[number];

/** Services of which there can be several on the shared queue, by their names in docker-compose.e2e.yml. */
export const REPLICABLE = [
  'orchestrator',
  'cost-agent',
  'performance-agent',
  'resource-agent',
  'application-agent',
] as const;

export type Replicable = (typeof REPLICABLE)[number];

/** Listeners whose port may be fixed, by the name of the option. */
export const PORT_OPTIONS = [
  'POSTGRES_PORT',
  'REDIS_PORT',
  'CLICKHOUSE_PORT',
  'QDRANT_PORT',
  'CLOUD_PORT',
  'FLEETS_PORT',
  'LLM_PORT',
  'ORCHESTRATOR_PORT',
  'RUNTIME_PORT',
  'PORTAL_PORT',
] as const;

export type PortOption = (typeof PORT_OPTIONS)[number];

/** A setting that somebody has to correct. Commands answer it with one paragraph and exit code 2. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';

  constructor(
    readonly option: string,
    /** As given; undefined where it is not set. Masked in the message where the option holds a secret. */
    readonly value: string | undefined,
    /** What may stand there, as the end of a sentence that begins with "Allowed:". */
    readonly allowed: string,
  ) {
    super(`${option} ${shown(option, value)}. Allowed: ${allowed}.`);
  }
}

/**
 * Parses the settings.
 * @throws {ConfigurationError} for the first one that is wrong.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = SCHEMA.safeParse(given);
  if (!parsed.success) throw mistake(parsed.error, given);
  const settings = parsed.data;
  if (settings.E2E_REPLICAS !== undefined && settings.E2E_TARGET !== 'compose') {
    throw new ConfigurationError('E2E_REPLICAS', given.E2E_REPLICAS, 'only with E2E_TARGET=compose');
  }
  return {
    target: settings.E2E_TARGET,
    worldSpeed: settings.WORLD_SPEED,
    attach: settings.E2E_ATTACH,
    preflight: settings.E2E_PREFLIGHT,
    keep: settings.E2E_KEEP === 'true',
    redisServer: settings.REDIS_SERVER,
    browserExecutable: settings.BROWSER_EXECUTABLE,
    remote: settings.E2E_REMOTE,
    confirm: settings.E2E_CONFIRM,
    fuzzSeed: settings.E2E_FUZZ_SEED,
    ports: Object.fromEntries(
      PORT_OPTIONS.flatMap((option) => (settings[option] === undefined ? [] : [[option, settings[option]]])),
    ),
    replicas: settings.E2E_REPLICAS ?? {},
  };
}

let read: Config | undefined;

/** The settings of this process. */
export function config(): Config {
  read ??= readConfig(process.env);
  return read;
}

const PORT = z.string().regex(/^\d+$/).transform(Number).pipe(z.number().min(1).max(65_535)).optional();

const REPLICAS = z
  .string()
  .transform((text) => Object.fromEntries(text.split(',').map((part) => part.trim().split('='))))
  .pipe(
    z.partialRecord(
      z.enum(REPLICABLE),
      z
        .string()
        .regex(/^[1-9]$/)
        .transform(Number),
    ),
  )
  .optional();

const SCHEMA = z.object({
  E2E_TARGET: z.enum(TARGETS).default('embedded'),
  WORLD_SPEED: z.string().default('30').transform(Number).pipe(z.number().min(1).max(100)),
  E2E_ATTACH: z.enum(['auto', 'only', 'never']).default('auto'),
  E2E_PREFLIGHT: z.enum(['on', 'off']).default('on'),
  E2E_KEEP: z.enum(['true', 'false']).default('false'),
  E2E_REPLICAS: REPLICAS,
  E2E_REMOTE: z.string().optional(),
  E2E_CONFIRM: z.string().optional(),
  E2E_FUZZ_SEED: z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .pipe(z.number().max(2 ** 31 - 1))
    .optional(),
  REDIS_SERVER: z.string().optional(),
  BROWSER_EXECUTABLE: z.string().optional(),
  POSTGRES_PORT: PORT,
  REDIS_PORT: PORT,
  CLICKHOUSE_PORT: PORT,
  QDRANT_PORT: PORT,
  CLOUD_PORT: PORT,
  FLEETS_PORT: PORT,
  LLM_PORT: PORT,
  ORCHESTRATOR_PORT: PORT,
  RUNTIME_PORT: PORT,
  PORTAL_PORT: PORT,
});

const ALLOWED: Readonly<Record<string, string>> = {
  E2E_TARGET: 'embedded, compose, containers or remote',
  WORLD_SPEED: 'a number from 1 to 100',
  E2E_ATTACH: 'auto, only or never',
  E2E_PREFLIGHT: 'on or off',
  E2E_KEEP: 'true or false',
  E2E_REPLICAS: `1 to 9 of ${REPLICABLE.join(', ')}, such as orchestrator=2,cost-agent=3`,
  E2E_FUZZ_SEED: 'a whole number from 0 to 2147483647',
  REDIS_SERVER: 'the path of a redis-server or valkey-server',
  BROWSER_EXECUTABLE: 'the path of a Chromium',
};

function mistake(error: z.ZodError, given: NodeJS.ProcessEnv): ConfigurationError {
  const option = String(error.issues[0]?.path[0]);
  return new ConfigurationError(option, given[option], ALLOWED[option] ?? 'a whole number from 1 to 65535');
}

function shown(option: string, value: string | undefined): string {
  if (value === undefined) return 'is not set';
  return /SECRET|PASSWORD|KEY|TOKEN|ADDRESSES/.test(option) ? 'is wrong (its value is secret)' : `is "${value}"`;
}
