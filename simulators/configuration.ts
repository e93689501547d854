import { z } from 'zod';

const portRange = 'must be a port from 1 to 65535';
const port = z.coerce.number(portRange).int(portRange).min(1, portRange).max(65_535, portRange);
const given = z.string('must be set').min(1, 'must not be empty');
const accountId = z.string('must be 12 digits').regex(/^\d{12}$/, 'must be 12 digits');
const speed = z.coerce.number('must be a number above 0').positive('must be a number above 0');
const epoch = z.coerce.number('must be milliseconds since 1970').int('must be whole milliseconds').positive();
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const schema = z
  .object({
    HOST: given.default('127.0.0.1'),
    CLOUD_PORT: port,
    FLEETS_PORT: port,
    LLM_PORT: port,
    FLEETS_URL: z.url('must be a URL').optional(),
    WORLD_SPEED: speed.default(30),
    WORLD_EPOCH: epoch.default(() => Date.now()),
    CONTROL_KEY: given,
    PLATFORM_ACCOUNT_ID: accountId,
    PLATFORM_ACCESS_KEY_ID: given,
    PLATFORM_SECRET_ACCESS_KEY: given,
    /** The platform's token at Google; without it no service account can be impersonated. */
    GCP_PLATFORM_TOKEN: given.optional(),
    LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  })
  .transform((values) => ({
    ...values,
    /** Where the fleets are reached from outside; the listener's own address unless said otherwise. */
    FLEETS_URL: (values.FLEETS_URL ?? `http://${values.HOST}:${values.FLEETS_PORT}`).replace(/\/$/, ''),
  }));

export type Configuration = z.output<typeof schema>;

/** Reads the configuration once; on a mistake says which option, its value and what is allowed, and exits with 2. */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => {
    const option = String(issue.path[0]);
    return `${option} is ${environment[option] === undefined ? 'not set' : `"${environment[option]}"`}; it ${issue.message}.`;
  });
  process.stderr.write(`The simulators cannot start. ${mistakes.join(' ')}\n`);
  process.exit(2);
}
