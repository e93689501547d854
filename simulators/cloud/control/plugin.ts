import { createHash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import openapiGlue from 'fastify-openapi-glue';
import { parse } from 'yaml';
import { z } from 'zod';
import type { World } from '../../world/world.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Projects } from '../gcp/projects/projects.ts';
import { accountHandlers } from './account-handlers.ts';
import { ControlProblem } from './problem.ts';
import { projectHandlers } from './project-handlers.ts';

const contractFile = new URL('../../../contracts/control.yaml', import.meta.url);
const contract = z.looseObject({
  paths: z.record(z.string(), z.unknown()),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
});

/** What customers have in each of the clouds. */
export interface Clouds {
  readonly accounts: Accounts;
  readonly projects: Projects;
}

/** The control of clouds and clock as contracts/control.yaml has it; the fleets are controlled on their own listener. */
export async function control(app: FastifyInstance, world: World, { accounts, projects }: Clouds): Promise<void> {
  app.setErrorHandler<FastifyError | ControlProblem>((error, _request, reply) => {
    const status = error.statusCode ?? 500;
    const title = error instanceof ControlProblem ? error.title : error.name;
    if (status >= 500) reply.log.error(error);
    return reply.code(status).send({ title, status, detail: error.message });
  });
  await app.register(openapiGlue, {
    specification: cloudPart(),
    serviceHandlers: {
      getWorld: async () => ({ speed: world.clock.speed, now: new Date(world.clock.now()).toISOString() }),
      ...accountHandlers(accounts),
      ...projectHandlers(projects),
    },
    securityHandlers: {
      controlKey: (request: FastifyRequest) => requireKey(request.headers['x-control-key'], world.controlKey),
    },
  });
}

/** The contract without the fleets, whose schemas lie partly in another file. */
function cloudPart(): object {
  const whole = contract.parse(parse(readFileSync(contractFile, 'utf8')));
  const paths = Object.entries(whole.paths).filter(([path]) => !path.startsWith('/control/fleets'));
  const { NewDeployment: _fleets, ...schemas } = whole.components.schemas;
  return { ...whole, paths: Object.fromEntries(paths), components: { ...whole.components, schemas } };
}

function requireKey(given: string | string[] | undefined, key: string): void {
  if (timingSafeEqual(digest(String(given)), digest(key))) return;
  throw new ControlProblem(401, 'Not allowed', 'The header x-control-key must hold the key of the control.');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
