import type { components } from '../../../contracts/generated/openapi.ts';
import { actorOf } from '../auth/principal.ts';
import { approveTogether } from '../conflicts/approve-together.ts';
import { executeResolution } from '../conflicts/execute.ts';
import { begunOptimizations, describeResolution, findResolution, listResolutions } from '../conflicts/resolutions.ts';
import { resolveConflict } from '../conflicts/resolve.ts';
import type { ResolutionRow } from '../database/schema.ts';
import { type ApiDependencies, bodyOf, customerIdOf, type Operations, pathParameter } from './dependencies.ts';

type Schemas = components['schemas'];

export function conflictOperations({ access, router, stores }: ApiDependencies): Operations {
  const { db } = stores;
  const started = async ({ id, status }: ResolutionRow) => {
    const optimization_ids = await begunOptimizations(db, id);
    return { resolution_id: id, status, optimization_id: optimization_ids[0], optimization_ids };
  };
  return {
    resolveConflict: async (request) => {
      const asked = bodyOf<Schemas['ConflictQuestion']>(request);
      const actor = actorOf(await access.toAct(request, asked.customer_id));
      return describeResolution(db, await resolveConflict({ stores, router }, asked, actor));
    },
    executeResolution: async (request, reply) => {
      const { resolution_id } = bodyOf<{ readonly resolution_id: string }>(request);
      const { id, customer_id } = await findResolution(db, resolution_id);
      const actor = actorOf(await access.toAct(request, customer_id));
      return reply.code(202).send(await started(await executeResolution(stores, id, actor)));
    },
    approveRecommendations: async (request, reply) => {
      const customerId = customerIdOf(request);
      const actor = actorOf(await access.toAct(request, customerId));
      const { recommendation_ids: recommendationIds } = bodyOf<{ readonly recommendation_ids: readonly string[] }>(
        request,
      );
      return reply
        .code(202)
        .send(await started(await approveTogether(stores, { customerId, recommendationIds, actor })));
    },
    getResolution: async (request) => {
      const resolution = await findResolution(db, pathParameter(request, 'resolution_id'));
      await access.toRead(request, resolution.customer_id);
      return describeResolution(db, resolution);
    },
    listResolutions: async (request) => {
      const customerId = customerIdOf(request);
      await access.toRead(request, customerId);
      return listResolutions(db, customerId);
    },
  };
}
