import { type Logger, pino } from 'pino';

export type { Logger };

/** JSON lines on standard output. What could be a credential is censored by name, wherever it stands in the first two levels. */
export function createLogger(service: string, level = 'info'): Logger {
  return pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`]), censor: '[not shown]' },
  });
}

const secretNames = [
  'password',
  'authorization',
  'access_token',
  'refresh_token',
  'agent_token',
  'admin_key',
  'agent_key',
];
