import { z } from 'zod';

const port = z.coerce.number().int().min(1).max(65_535);

const schema = z
  .object({
    HOST: z.string().min(1).default('127.0.0.1').describe('address to listen on'),
    CLOUD_PORT: port,
    FLEETS_PORT: port,
    LLM_PORT: port,
    FLEETS_URL: z.url().optional(),
    WORLD_SPEED: z.coerce.number().positive().default(30),
    WORLD_EPOCH: z.coerce
      .number()
      .int()
      .positive()
      .default(() => Date.now()),
    CONTROL_KEY: z.string().min(1),
    PLATFORM_ACCOUNT_ID: z.string().regex(/^\d{12}$/, 'must be 12 digits'),
    PLATFORM_ACCESS_KEY_ID: z.string().min(16),
    PLATFORM_SECRET_ACCESS_KEY: z.string().min(1),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  })
  .transform((values) => ({
    ...values,
    FLEETS_URL: values.FLEETS_URL ?? `http://${values.HOST}:${values.FLEETS_PORT}`,
  }));

export type Configuration = z.output<typeof schema>;

/** Reads the configuration once; on a mistake says which option, its value and what is allowed, and exits with 2. */
export function readConfiguration(environment: NodeJS.ProcessEnv): Configuration {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => {
    const option = String(issue.path[0]);
    return `${option} is ${environment[option] === undefined ? 'not set' : `"${environment[option]}"`}: ${issue.message}.`;
  });
  process.stderr.write(`The simulators cannot start. ${mistakes.join(' ')}\n`);
  process.exit(2);
}
