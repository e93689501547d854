import type { FastifyRequest } from 'fastify';
import type { components } from '../../../contracts/generated/openapi.ts';
import { unauthorized } from '../../shared/problem.ts';
import { anonymous, recordAudit } from '../audit/audit.ts';
import { principalOf } from '../auth/access.ts';
import { actorOf } from '../auth/principal.ts';
import type { OpenSession } from '../auth/sessions.ts';
import { accountFor, customerWith, signUp } from '../customers/customers.ts';
import { type ApiDependencies, bodyOf, type Operations } from './dependencies.ts';

type Schemas = components['schemas'];

export function authOperations(api: ApiDependencies): Operations {
  return {
    signUp: async (request, reply) => {
      const customer_id = await signUp(api.stores.db, bodyOf<Schemas['SignUp']>(request));
      return reply.code(201).send({ success: true, customer_id });
    },
    logIn: (request) => logIn(api, request),
    refreshSession: async (request) => {
      const { refresh_token } = bodyOf<Schemas['Refresh']>(request);
      return describe(api, await api.sessions.refresh(refresh_token));
    },
    logOut: async (request, reply) => {
      const principal = principalOf(request);
      await api.sessions.close(principal.sessionId);
      const customerId = principal.role === 'customer' ? principal.customerId : undefined;
      const subject = { type: 'session', id: principal.sessionId };
      await recordAudit(api.stores.db, { customerId, actor: actorOf(principal), action: 'session.closed', subject });
      return reply.code(204).send();
    },
  };
}

async function logIn(api: ApiDependencies, request: FastifyRequest): Promise<Schemas['Session']> {
  const { username, password } = bodyOf<Schemas['LogIn']>(request);
  await api.loginLimit.check(username, request.ip);
  const account = await accountFor(api.stores.db, username, password);
  if (account === undefined) {
    await recordAudit(api.stores.db, {
      customerId: await customerWith(api.stores.db, username),
      actor: anonymous,
      action: 'session.refused',
      subject: { type: 'account', id: username },
      details: { address: request.ip },
    });
    await api.loginLimit.failed(username, request.ip);
    throw unauthorized('E-mail address or password is wrong');
  }
  await api.loginLimit.succeeded(username, request.ip);
  const session = await api.sessions.open(account);
  await recordAudit(api.stores.db, {
    customerId: account.role === 'customer' ? account.id : undefined,
    actor: { type: account.role, id: account.id },
    action: 'session.opened',
    subject: { type: 'session', id: session.claims.sid },
    details: { address: request.ip },
  });
  return describe(api, session);
}

function describe(api: ApiDependencies, { claims, refreshToken }: OpenSession): Schemas['Session'] {
  return {
    access_token: api.authentication.sign(claims),
    refresh_token: refreshToken,
    token_type: 'Bearer',
    expires_in: Math.ceil(api.config.ACCESS_TOKEN_SECONDS),
    role: claims.role,
    ...(claims.role === 'customer' && { customer_id: claims.sub }),
  };
}
