import type { FastifyInstance, FastifyRequest } from 'fastify';
import { billingRoutes } from './billing/routes.ts';
import { computeRoutes } from './compute/routes.ts';
import { identityRoutes } from './identity/routes.ts';
import { monitoringRoutes } from './monitoring/routes.ts';
import type { Projects } from './projects/projects.ts';
import { serve } from './protocol/api.ts';
import { spotOutlook } from './spot-outlook.ts';

/** Google Cloud behind one address, where Google has one for each API: the paths tell them apart. */
export async function google(app: FastifyInstance, projects: Projects): Promise<void> {
  const below = (prefix: string, routes: Parameters<typeof serve>[2]) =>
    app.register((scope) => serve(scope, projects, routes), { prefix });
  below('/compute/v1', computeRoutes(projects));
  below('/v1', [...identityRoutes(projects), ...billingRoutes(projects)]);
  below('/v3', monitoringRoutes(projects));
  app.get('/spot-outlook/:file', (request: FastifyRequest<{ Params: { file: string } }>, reply) => {
    const project = projects.get(request.params.file.replace(/\.json$/, ''));
    return project ? spotOutlook(project) : reply.code(404).send({ message: 'There is no such project.' });
  });
}
