import { z } from 'zod';
import { logLevel, port, readConfig, url } from '../shared/config.ts';
import { runService } from '../shared/lifecycle.ts';
import { createLogger } from '../shared/logger.ts';
import { portalServer } from './server/portal-server.ts';

const config = readConfig(
  z.object({
    HOST: z.string().default('127.0.0.1'),
    PORT: port,
    LOG_LEVEL: logLevel.default('info'),
    /** Where the API is. */
    ORCHESTRATOR_URL: url('http', 'https'),
    /** The pages as `npm run build` leaves them. */
    PORTAL_ASSETS_DIR: z.string('the folder of the built pages'),
  }),
);
const logger = createLogger('portal', config.LOG_LEVEL);

runService({
  name: 'portal',
  logger,
  start: async () => {
    const server = await portalServer({
      orchestratorUrl: config.ORCHESTRATOR_URL.replace(/\/$/, ''),
      assets: config.PORTAL_ASSETS_DIR,
      logger,
    });
    await server.listen({ host: config.HOST, port: config.PORT });
    return { stop: () => server.close() };
  },
});
