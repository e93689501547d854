import { Logger as QueueLogger } from 'graphile-worker';
import type { Logger } from '../../shared/logger.ts';

/** The queue's own words, among ours. It tells of every job at level info, which is too much; failed jobs are logged where they fail. */
export function queueLogger(logger: Logger): QueueLogger {
  return new QueueLogger((scope) => (level, message, meta) => {
    logger[level === 'warning' ? 'warn' : 'debug']({ ...scope, err: meta?.error }, message);
  });
}
