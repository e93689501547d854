import type { z } from 'zod';
import type { components } from '../../../contracts/generated/control.ts';
import { instanceName, labels } from '../gcp/compute/insert-instance.ts';
import { settled } from '../gcp/compute/lifecycle.ts';
import { regions } from '../gcp/places.ts';
import type { Project } from '../gcp/projects/project.ts';
import type { Projects } from '../gcp/projects/projects.ts';
import { ControlProblem } from './problem.ts';
import { pastOf, poolsOf, refuseUnknown } from './wishes.ts';

type NewProject = components['schemas']['NewProject'];
type NewMachine = components['schemas']['NewMachine'];

/**
 * @throws ControlProblem 400 for a type or region that Google does not have, a name given twice, or a name or label that Google
 * would refuse; then opens nothing
 */
export function openProject(projects: Projects, wish: NewProject): components['schemas']['Project'] {
  refuseUnknown(wish, { cloud: 'gcp', regions: [...regions.keys()] });
  for (const [index, machine] of wish.machines.entries()) {
    refuse(`machines[${index}].name`, instanceName.safeParse(machine.name));
    refuse(`machines[${index}].tags`, labels.safeParse(machine.tags));
  }
  const { project, ownerToken } = projects.open(wish);
  for (const pool of poolsOf(wish)) project.pools.set(pool.instanceType, pool);
  return {
    project_id: project.id,
    service_account: project.serviceAccount,
    owner_token: ownerToken,
    zone: project.zone,
    machines: wish.machines.map((machine) => ({ name: machine.name, instance_id: machineIn(project, machine) })),
  };
}

function machineIn(project: Project, machine: NewMachine): string {
  const order = {
    zone: project.zone,
    name: machine.name,
    instanceType: machine.instance_type,
    market: 'on_demand',
    terminationAction: 'STOP',
    tags: new Map(Object.entries(machine.tags)),
  } as const;
  return settled(project, order, pastOf(machine)).id;
}

function refuse(where: string, parsed: z.ZodSafeParseResult<unknown>): void {
  const issue = parsed.error?.issues[0];
  if (!issue) return;
  const field = [where, ...issue.path].join('.');
  throw new ControlProblem(400, 'Not acceptable to Google', `${field}: ${issue.message}.`);
}
