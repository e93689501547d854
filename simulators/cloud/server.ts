import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyRequest } from 'fastify';
import type { World } from '../world/world.ts';
import { Accounts, type PlatformPrincipal } from './accounts/accounts.ts';
import { aws } from './aws.ts';
import { control } from './control/plugin.ts';
import { google } from './gcp/google.ts';
import { Projects } from './gcp/projects/projects.ts';
import { spotAdvice } from './spot-advisor.ts';

export interface CloudOptions {
  /** Whom the roles in customers' accounts trust. */
  readonly platform: PlatformPrincipal;
  /** With which the platform becomes the service accounts in customers' projects; without it, nobody does. */
  readonly gcpPlatformToken?: string | undefined;
  readonly logger?: FastifyBaseLogger;
}

/** The listener of the clouds: AWS and Google on the wire of their clients, what is known of their spot markets, and the control of the world. */
export function cloud(world: World, { platform, gcpPlatformToken, logger }: CloudOptions): FastifyInstance {
  // Not strict: OpenAPI has words for documentation that JSON Schema does not know.
  const customOptions = { removeAdditional: false, coerceTypes: false, useDefaults: true, strict: false } as const;
  const app = Fastify({
    ...(logger ? { loggerInstance: logger } : {}),
    ajv: { customOptions },
    forceCloseConnections: true,
  });
  const accounts = new Accounts(world, platform);
  const projects = new Projects(world, gcpPlatformToken);
  app.get('/health', () => ({ status: 'ok', service: 'cloud' }));
  app.get('/spot-advisor/:file', (request: FastifyRequest<{ Params: { file: string } }>, reply) => {
    const account = accounts.get(request.params.file.replace(/\.json$/, ''));
    return account ? spotAdvice(account) : reply.code(404).send({ message: 'There is no such account.' });
  });
  app.register(async (scope) => aws(scope, accounts));
  app.register(async (scope) => google(scope, projects));
  app.register(async (scope) => control(scope, world, { accounts, projects }));
  app.addHook('onClose', () => {
    for (const account of accounts.list()) accounts.close(account);
    for (const project of projects.list()) projects.close(project);
  });
  return app;
}
