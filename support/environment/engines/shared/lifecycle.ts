import { mkdirSync } from 'node:fs';
import process from 'node:process';
import type { FastifyInstance } from 'fastify';
import { ConfigurationError, readServerConfig, type ServerConfig } from './config.ts';

/** A server that can be started as a process of its own. */
export interface ServiceDefinition {
  /** Name told by GET /health and in messages. */
  readonly name: string;
  /** Port used when PORT is not set. */
  readonly defaultPort: number;
  create(config: ServerConfig): Promise<Service>;
}

/** What a definition creates: an HTTP application in front of an engine. */
export interface Service {
  readonly http: FastifyInstance;
  /** Releases the engine's files, once no request is in flight any more. */
  closeEngine(): Promise<void>;
}

/**
 * Runs a service until SIGTERM or SIGINT. A wrong or missing setting ends the process with code 2 and one paragraph on
 * stderr, any other failure to start with code 1.
 */
export async function runService(definition: ServiceDefinition): Promise<void> {
  try {
    const config = readServerConfig(process.env, definition.defaultPort);
    createDataFolder(config.dataDir);
    const service = await definition.create(config);
    endOnSignal(service);
    await service.http.listen({ host: config.host, port: config.port });
    service.http.log.info({ service: definition.name, addresses: service.http.addresses() }, 'listening');
  } catch (error) {
    process.stderr.write(
      `${definition.name} cannot start: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    process.exit(error instanceof ConfigurationError ? 2 : 1);
  }
}

/** Answers GET /health the way every service of the environment does. */
export function serveHealth(http: FastifyInstance, service: string): void {
  http.get('/health', async () => ({ status: 'ok', service }));
}

/** Requests in flight get this long to finish before their connections are cut. */
const GRACE_MS = 300;
/** A native query may ignore its cancellation; the process still has to be gone within a second. */
const DEADLINE_MS = 900;

function createDataFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(`DATA_DIR is ${JSON.stringify(path)}, which cannot be created (${reason}).`, {
      cause,
    });
  }
}

function endOnSignal(service: Service): void {
  let ending = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (ending) return;
      ending = true;
      void end(service);
    });
  }
}

async function end(service: Service): Promise<void> {
  // SIGKILL, because process.exit waits for native threads that are still computing.
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), DEADLINE_MS).unref();
  setTimeout(() => service.http.server.closeAllConnections(), GRACE_MS).unref();
  try {
    await service.http.close();
    await service.closeEngine();
    process.exit(0);
  } catch (error) {
    service.http.log.error(error, 'shutdown failed');
    process.exit(1);
  }
}
