import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { components } from '../../contracts/generated/runtime.ts';
import { logLevel, port, readConfig, seconds, secret } from '../shared/config.ts';
import { httpServer } from '../shared/http-server.ts';
import { runService } from '../shared/lifecycle.ts';
import { createLogger } from '../shared/logger.ts';
import { unauthorized } from '../shared/problem.ts';
import { isSameSecret } from '../shared/same-secret.ts';
import { InstallationRegister } from './installation-register.ts';
import { Installations } from './installations.ts';

type NewInstallation = components['schemas']['NewInstallation'];

const config = readConfig(
  z.object({
    HOST: z.string().default('127.0.0.1'),
    PORT: port,
    LOG_LEVEL: logLevel.default('info'),
    RUNTIME_KEY: secret(16),
    /** Where it is kept what is installed here. */
    DATA_DIR: z.string('the folder in which installations are kept').min(1),
    POLL_INTERVAL_SECONDS: seconds.default(2),
    /** How often OptiInfra is told what has changed at the gateway without its doing. */
    INVENTORY_INTERVAL_SECONDS: seconds.default(10),
  }),
);
const logger = createLogger('runtime', config.LOG_LEVEL);
const installations = new Installations({
  register: new InstallationRegister(config.DATA_DIR),
  pollInterval: config.POLL_INTERVAL_SECONDS * 1000,
  inventoryInterval: config.INVENTORY_INTERVAL_SECONDS * 1000,
  logger,
});

runService({
  name: 'runtime',
  logger,
  start: async () => {
    const server = await serve();
    installations.resume();
    return {
      stop: async () => {
        installations.endAll();
        await server.close();
      },
    };
  },
});

async function serve(): Promise<FastifyInstance> {
  const server = await httpServer({
    contract: 'runtime',
    logger,
    security: { runtimeKey: checkKey },
    // The contract's schema has been checked before a handler is called.
    operations: {
      getRuntimeHealth: () => ({ status: 'ok', service: 'runtime' }),
      listInstallations: () => installations.list(),
      installRuntime: async (request, reply) => {
        return reply.code(201).send(await installations.install(request.body as NewInstallation));
      },
      uninstallRuntime: (request, reply) => {
        installations.remove((request.params as { readonly customer_id: string }).customer_id);
        return reply.code(204).send();
      },
    },
  });
  await server.listen({ host: config.HOST, port: config.PORT });
  return server;
}

async function checkKey(request: FastifyRequest): Promise<void> {
  if (isSameSecret(request.headers['x-runtime-key'], config.RUNTIME_KEY)) return;
  throw unauthorized('The header x-runtime-key must hold the key of this host');
}
