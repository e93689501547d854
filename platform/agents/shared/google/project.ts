import type { compute_v1 } from '@googleapis/compute';
import type { CustomerProject, Gcp } from '../../../shared/gcp.ts';
import { type TaskContext, TaskError } from '../task.ts';

/** A region of the customer's project. */
export interface Project extends CustomerProject {
  readonly gcp: Gcp;
  readonly compute: compute_v1.Compute;
}

/** The customer's project; undefined where there is none. */
export async function projectOf(gcp: Gcp, { customer }: TaskContext): Promise<Project | undefined> {
  const cloud = customer.clouds.find(({ provider }) => provider === 'gcp');
  if (cloud?.provider !== 'gcp') return undefined;
  const { project_id: projectId, service_account: serviceAccount, region } = cloud;
  const project = { projectId, serviceAccount, region };
  return { ...project, gcp, compute: await gcp.compute(project) };
}

/** @throws TaskError invalid_parameters where the customer has no project */
export async function neededProject(gcp: Gcp, context: TaskContext): Promise<Project> {
  const project = await projectOf(gcp, context);
  if (project) return project;
  throw new TaskError('invalid_parameters', "The task needs the customer's project at Google Cloud", {
    retryable: false,
  });
}
