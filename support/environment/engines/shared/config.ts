import { z } from 'zod';

/** Settings every engine server takes from the environment. */
export interface ServerConfig {
  /** Address to listen on. */
  readonly host: string;
  /** TCP port; 0 lets the system choose one, which the "listening" log line tells. */
  readonly port: number;
  /** Folder the data live in; created when missing. */
  readonly dataDir: string;
  readonly logLevel: LogLevel;
}

export type LogLevel = (typeof LOG_LEVELS)[number];

/** A setting somebody has to correct before the server can start. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads HOST, PORT, DATA_DIR and LOG_LEVEL.
 * @throws {ConfigurationError} naming every wrong option, its value and what is allowed.
 */
export function readServerConfig(environment: NodeJS.ProcessEnv, defaultPort: number): ServerConfig {
  const parsed = schema(defaultPort).safeParse(environment);
  if (!parsed.success) throw new ConfigurationError(explain(parsed.error, environment));
  const { HOST, PORT, DATA_DIR, LOG_LEVEL } = parsed.data;
  return { host: HOST, port: PORT, dataDir: DATA_DIR, logLevel: LOG_LEVEL };
}

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const ALLOWED: Readonly<Record<string, string>> = {
  HOST: 'the address to listen on, such as 127.0.0.1',
  PORT: 'a whole number from 0 to 65535',
  DATA_DIR: 'the path of a folder for the data',
  LOG_LEVEL: `one of ${LOG_LEVELS.join(', ')}`,
};

function schema(defaultPort: number) {
  return z.object({
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: z.string().regex(/^\d+$/).default(String(defaultPort)).transform(Number).pipe(z.number().max(65_535)),
    DATA_DIR: z.string().min(1),
    LOG_LEVEL: z.enum(LOG_LEVELS).default('info'),
  });
}

function explain(error: z.ZodError, environment: NodeJS.ProcessEnv): string {
  const options = new Set(error.issues.map((issue) => String(issue.path[0])));
  return [...options]
    .map((option) => {
      const value = environment[option];
      const found = value === undefined ? 'is not set' : `is ${JSON.stringify(value)}`;
      return `${option} ${found}; allowed is ${ALLOWED[option] ?? 'another value'}.`;
    })
    .join(' ');
}
