import { z } from 'zod';
import type { Project } from '../projects/project.ts';
import type { Projects } from '../projects/projects.ts';
import { type GoogleCall, type Route, read } from '../protocol/api.ts';
import { GoogleError, notFound, unavailable } from '../protocol/errors.ts';

/** The longest that a token may last, in wall seconds: Google's default. */
const longest = 3600;

const wish = z.looseObject({
  scope: z.array(z.string()).min(1, 'At least one scope must be given.'),
  lifetime: z
    .string()
    .regex(/^\d+s$/, 'must be seconds, such as 3600s')
    .default(`${longest}s`),
});

/** IAM's credentials, as far as OptiInfra becomes a customer's service account with them. Every project's account trusts OptiInfra. */
export function identityRoutes(projects: Projects): readonly Route[] {
  const url = '/projects/-/serviceAccounts/:account';
  return [{ method: 'POST', url, act: (call) => generateAccessToken(projects, call) }];
}

function generateAccessToken(projects: Projects, { bearer, parameters, body }: GoogleCall): object {
  const [email = '', verb] = (parameters.account ?? '').split(':');
  if (verb !== 'generateAccessToken') throw notFound(`projects/-/serviceAccounts/${parameters.account}`);
  const project = projectOf(projects, email);
  if (bearer.kind !== 'platform') {
    const permission = "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).";
    throw new GoogleError(403, 'forbidden', permission);
  }
  if (!project.reachable) throw unavailable();
  const { lifetime } = read(wish, body);
  const { token, expiresAt } = projects.lend(project, secondsOf(lifetime));
  return { accessToken: token, expireTime: new Date(expiresAt).toISOString() };
}

function projectOf(projects: Projects, email: string): Project {
  const project = projects.list().find(({ serviceAccount }) => serviceAccount === email);
  if (project) return project;
  throw new GoogleError(404, 'notFound', `Unknown service account ${email}`);
}

function secondsOf(lifetime: string): number {
  const seconds = Number.parseInt(lifetime, 10);
  if (seconds >= 1 && seconds <= longest) return seconds;
  throw new GoogleError(400, 'invalid', `The token lifetime must be from 1s to ${longest}s, not ${lifetime}.`);
}
