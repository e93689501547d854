import type { components } from '../../../contracts/generated/openapi.ts';
import { actorOf } from '../auth/principal.ts';
import { requestAnalyses } from '../tasks/request.ts';
import { cancelTask, describeTask, findTask } from '../tasks/tasks.ts';
import { type ApiDependencies, bodyOf, type Operations, pathParameter } from './dependencies.ts';

type Schemas = components['schemas'];

/** Whose task it is can only be told once it is found: an unknown one is 404, another customer's 403. */
export function taskOperations({ access, stores }: ApiDependencies): Operations {
  const { db } = stores;
  return {
    requestAnalysis: async (request) => {
      const { customer_id, analysis_type, timeout_seconds } = bodyOf<Schemas['AnalysisRequest']>(request);
      const customerId = customer_id.toLowerCase();
      const actor = actorOf(await access.toAct(request, customerId));
      const wishes = [{ analysis_type }];
      const asked = { customerId, wishes, isSequential: false, timeoutSeconds: timeout_seconds, actor };
      return (await requestAnalyses(db, asked))[0];
    },
    requestAnalyses: async (request) => {
      const { customer_id, analyses, order, timeout_seconds } = bodyOf<Schemas['AnalysesRequest']>(request);
      const customerId = customer_id.toLowerCase();
      const actor = actorOf(await access.toAct(request, customerId));
      const isSequential = order === 'sequential';
      return requestAnalyses(db, {
        customerId,
        wishes: analyses,
        isSequential,
        timeoutSeconds: timeout_seconds,
        actor,
      });
    },
    getTask: async (request) => {
      const task = await findTask(db, pathParameter(request, 'task_id'));
      await access.toRead(request, task.customer_id);
      return describeTask(db, task);
    },
    cancelTask: async (request) => {
      const task = await findTask(db, pathParameter(request, 'task_id'));
      const actor = actorOf(await access.toAct(request, task.customer_id));
      return describeTask(db, await cancelTask(stores, task, actor));
    },
  };
}
