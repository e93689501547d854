import { z } from 'zod';
import { ownProject } from '../gate.ts';
import { zones } from '../places.ts';
import type { Project } from '../projects/project.ts';
import type { Projects } from '../projects/projects.ts';
import { type GoogleCall, read } from '../protocol/api.ts';
import { type GoogleError, notFound } from '../protocol/errors.ts';
import { filterOf } from '../protocol/filter.ts';
import { pageOf } from '../protocol/paging.ts';
import type { GceInstance } from './instance.ts';

/** A call of Compute Engine in the caller's project. */
export interface ComputeCall extends GoogleCall {
  readonly project: Project;
  /** The caller's e-mail address. */
  readonly user: string;
}

export function computeCall(projects: Projects, call: GoogleCall): ComputeCall {
  const project = ownProject(projects, call.bearer, call.parameters.project ?? '');
  return { ...call, project, user: call.bearer.kind === 'platform' ? '' : call.bearer.email };
}

/** @throws GoogleError for a zone that Google does not have */
export function zoneIn({ project, parameters }: ComputeCall): string {
  const { zone = '' } = parameters;
  if (!zones.includes(zone)) throw notFound(`projects/${project.id}/zones/${zone}`);
  return zone;
}

/** The instance that the call names, by name or number. @throws GoogleError */
export function instanceIn(call: ComputeCall): GceInstance {
  const zone = zoneIn(call);
  const { instance: asked = '' } = call.parameters;
  const found = instancesIn(call, zone).find(({ id, name }) => id === asked || name === asked);
  if (!found) throw missing(call, zone, asked);
  return found;
}

export function instancesIn({ project }: ComputeCall, zone: string): readonly GceInstance[] {
  return [...project.instances.values()].filter((instance) => instance.zone === zone);
}

const listQuery = z.looseObject({
  filter: z.string().optional(),
  maxResults: z.coerce.number().int().min(0).max(500).default(500),
  pageToken: z.string().optional(),
});

/** The resources that pass the filter, and of them the page that was asked for. */
export function listed<T extends object>({ query }: ComputeCall, resources: readonly T[]) {
  const { filter, maxResults, pageToken } = read(listQuery, query);
  const page = pageOf(resources.filter(filterOf(filter)), { size: maxResults || 500, token: pageToken });
  return { items: page.things, nextPageToken: page.nextPageToken };
}

function missing({ project }: ComputeCall, zone: string, name: string): GoogleError {
  return notFound(`projects/${project.id}/zones/${zone}/instances/${name}`);
}
