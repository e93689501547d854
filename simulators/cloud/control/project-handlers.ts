import type { FastifyReply } from 'fastify';
import { preempt } from '../gcp/compute/lifecycle.ts';
import type { Projects } from '../gcp/projects/projects.ts';
import { openProject } from './open-project.ts';
import type { ControlRequest, ListRequest, OfPool } from './requests.ts';
import { changePool, summaries, tenantOf } from './tenants.ts';

interface OfProject {
  readonly project_id: string;
}

/** The operations of the control on Google Cloud. */
export function projectHandlers(projects: Projects) {
  const projectOf = ({ project_id: id }: OfProject) => tenantOf(projects, 'project', id);
  return {
    async createProject({ body }: ControlRequest<'createProject', unknown>, reply: FastifyReply) {
      return reply.code(201).send(openProject(projects, body));
    },

    async listProjects(request: ListRequest) {
      return summaries(projects, request).map(({ id, ...summary }) => ({ project_id: id, ...summary }));
    },

    async closeProject({ params }: ControlRequest<'closeProject', OfProject>, reply: FastifyReply) {
      projects.close(projectOf(params));
      return reply.code(204).send();
    },

    async changeProjectSpotPool(
      { params, body }: ControlRequest<'changeProjectSpotPool', OfProject & OfPool>,
      reply: FastifyReply,
    ) {
      changePool(projectOf(params), params.instance_type, body);
      return reply.code(204).send();
    },

    async interruptProjectSpot({ params, body }: ControlRequest<'interruptProjectSpot', OfProject>) {
      const taken = preempt(projectOf(params), body.count, body.notice_seconds);
      return { instance_ids: taken.map((instance) => instance.id) };
    },

    async changeProjectReachability(
      { params, body }: ControlRequest<'changeProjectReachability', OfProject>,
      reply: FastifyReply,
    ) {
      projectOf(params).reachable = body.reachable;
      return reply.code(204).send();
    },
  };
}
