import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { components } from '../../../contracts/generated/openapi.ts';
import { badGateway, badRequest, forbidden, Problem, unauthorized } from '../../shared/problem.ts';

type Session = components['schemas']['Session'];

const COOKIE = 'optiinfra_refresh';

/** Only the session's own paths are sent the cookie, and no other site's page can have it sent. */
const COOKIE_OPTIONS = { path: '/session', httpOnly: true, sameSite: 'strict' } as const;

/** A refresh token's own lifetime decides; the browser keeps it for as long as that is. Seconds. */
const COOKIE_SECONDS = 30 * 86_400;

const credentials = z.object({ username: z.string().min(1), password: z.string().min(1) });

/**
 * Sessions of people: the page is given the access token and keeps it in memory; the refresh token stays in a cookie that no script can
 * read. Signing in, refreshing and signing out are the orchestrator's to decide.
 */
export function sessionRoutes(server: FastifyInstance, orchestratorUrl: string): void {
  const auth = new Auth(orchestratorUrl);
  server.post('/session', { onRequest: refuseStrangers }, async (request, reply) => {
    const given = credentials.safeParse(request.body);
    if (!given.success) throw badRequest('username and password must be given');
    return keep(request, reply, await auth.post('/auth/login', { body: given.data }));
  });
  server.post('/session/refresh', { onRequest: refuseStrangers }, async (request, reply) => {
    const refresh_token = request.cookies[COOKIE];
    if (!refresh_token) throw unauthorized('Nobody is signed in');
    try {
      return keep(request, reply, await auth.post('/auth/refresh', { body: { refresh_token } }));
    } catch (error) {
      // It is spent or revoked: another try would fail as well.
      if (error instanceof Problem && error.status === 401) reply.clearCookie(COOKIE, COOKIE_OPTIONS);
      throw error;
    }
  });
  server.delete('/session', { onRequest: refuseStrangers }, async (request, reply) => {
    reply.clearCookie(COOKIE, COOKIE_OPTIONS);
    await end(auth, request.headers.authorization, request.cookies[COOKIE]);
    return reply.code(204).send();
  });
}

/** Browsers tell of every request that changes something where it comes from. */
async function refuseStrangers({ headers }: FastifyRequest): Promise<void> {
  const { origin, host } = headers;
  if (origin !== undefined && URL.parse(origin)?.host !== host)
    throw forbidden('Only the portal itself may ask for this');
}

function keep(request: FastifyRequest, reply: FastifyReply, { refresh_token, ...session }: Session) {
  const secure = request.headers['x-forwarded-proto'] === 'https';
  reply.setCookie(COOKIE, refresh_token, { ...COOKIE_OPTIONS, secure, maxAge: COOKIE_SECONDS });
  return session;
}

/** Where the page's token has expired or is gone, the cookie ends the session: it would else be good for as long as it lasts. */
async function end(auth: Auth, authorization: string | undefined, refresh_token: string | undefined): Promise<void> {
  if (authorization !== undefined && (await auth.post('/auth/logout', { authorization }).catch(unlessUnauthorized)))
    return;
  if (!refresh_token) return;
  const renewed = await auth.post('/auth/refresh', { body: { refresh_token } }).catch(unlessUnauthorized);
  if (!renewed) return;
  await auth.post('/auth/logout', { authorization: `Bearer ${renewed.access_token}` }).catch(unlessUnauthorized);
}

/** A session that is over already needs no end. */
function unlessUnauthorized(error: unknown): undefined {
  if (!(error instanceof Problem) || error.status !== 401) throw error;
}

class Auth {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /** @throws Problem with what the orchestrator refused it for, or 502 when it cannot be reached */
  async post(
    path: string,
    { body, authorization }: { readonly body?: unknown; readonly authorization?: string },
  ): Promise<Session> {
    const headers = {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(authorization !== undefined && { authorization }),
    };
    const response = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw Object.assign(badGateway('OptiInfra cannot be reached at the moment.'), { cause });
    });
    const text = await response.text();
    if (response.ok) return (text === '' ? {} : JSON.parse(text)) as Session;
    const retry = response.headers.get('retry-after');
    throw new Problem(response.status, detailOf(text), retry === null ? {} : { 'retry-after': retry });
  }
}

function detailOf(text: string): string {
  try {
    return String((JSON.parse(text) as { readonly detail?: string }).detail ?? 'The request was refused.');
  } catch {
    return 'The request was refused.';
  }
}
