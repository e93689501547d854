import type { Logger } from './logger.ts';

export interface Running {
  stop(): Promise<void>;
}

export interface Service {
  readonly name: string;
  readonly logger: Logger;
  start(): Promise<Running>;
}

/** How long a stop may take before the process ends anyhow. */
const STOP_LIMIT_MS = 900;

/**
 * Runs a service until SIGTERM or SIGINT, then stops it. Exit codes: 0 after a clean stop, 1 when the start failed, the stop took too long
 * or an error went uncaught.
 */
export function runService(service: Service): void {
  const { logger } = service;
  const started = service.start().then((running) => {
    logger.info('started');
    return running;
  });
  started.catch((error: unknown) => end(logger, 'could not start', error));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stop(started, logger));
  }
  process.on('uncaughtException', (error) => end(logger, 'uncaught error', error));
  process.on('unhandledRejection', (error) => end(logger, 'unhandled rejection', error));
}

async function stop(started: Promise<Running>, logger: Logger): Promise<void> {
  setTimeout(() => end(logger, 'did not stop in time', undefined), STOP_LIMIT_MS).unref();
  try {
    await (await started).stop();
    logger.info('stopped');
    process.exit(0);
  } catch (error) {
    end(logger, 'could not stop', error);
  }
}

function end(logger: Logger, what: string, error: unknown): void {
  logger.fatal({ err: error }, what);
  process.exit(1);
}
