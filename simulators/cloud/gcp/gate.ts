import type { Bearer } from './projects/bearer.ts';
import type { Project } from './projects/project.ts';
import type { Projects } from './projects/projects.ts';
import { GoogleError, unavailable } from './protocol/errors.ts';

/**
 * Who has sent the request.
 * @throws GoogleError 401 for a token that is missing or not accepted, 503 for a service account of a project that cannot be reached
 */
export function bearerOf(projects: Projects, authorization: string | undefined): Bearer {
  const [, token = ''] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? [];
  const bearer = projects.bearer(token);
  if (!bearer) {
    const expected = 'Expected OAuth 2 access token, login cookie or other valid authentication credential.';
    throw new GoogleError(401, 'authError', `Request had invalid authentication credentials. ${expected}`);
  }
  if (bearer.kind === 'service-account' && projects.get(bearer.projectId)?.reachable === false) throw unavailable();
  return bearer;
}

/** @throws GoogleError 403 for a project that is not the bearer's own, whether there is one or not */
export function ownProject(projects: Projects, bearer: Bearer, projectId: string): Project {
  const project = bearer.kind !== 'platform' && bearer.projectId === projectId ? projects.get(projectId) : undefined;
  if (project) return project;
  const message = `The caller does not have permission for 'projects/${projectId}'`;
  throw new GoogleError(403, 'forbidden', message);
}
