import { isNotFound } from '../../shared/google/errors.ts';
import { machinesInProject } from '../../shared/google/machines.ts';
import { awaitOperation } from '../../shared/google/operation.ts';
import type { Project } from '../../shared/google/project.ts';
import type { CloudMachine } from '../../shared/machines.ts';
import type { Condemned } from '../terminate.ts';
import { optimizationLabel } from './labels.ts';

/** Deletes those of the machines that still are, waits until they are gone, and answers which those were. */
export async function terminateInProject(project: Project, condemned: Condemned): Promise<readonly string[]> {
  const { ids, createdFor } = condemned;
  const all = await machinesInProject(project, ['pending', 'running', 'stopped']);
  const isMeant = ({ instanceId, tags }: CloudMachine) =>
    ids.includes(instanceId) || (createdFor !== undefined && tags.get(optimizationLabel) === createdFor);
  const meant = all.filter(isMeant);
  await Promise.all(meant.map((machine) => remove(project, machine)));
  return meant.map(({ instanceId }) => instanceId);
}

async function remove(project: Project, { name, zone }: CloudMachine): Promise<void> {
  const place = { project: project.projectId, zone };
  try {
    const { data } = await project.compute.instances.delete({ ...place, instance: name });
    await awaitOperation(project, zone, data);
  } catch (error) {
    // Somebody else, or an earlier try, was faster.
    if (!isNotFound(error)) throw error;
  }
}
