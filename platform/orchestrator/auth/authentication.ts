import jwt from '@fastify/jwt';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { tooManyRequests, unauthorized } from '../../shared/problem.ts';
import { isSameSecret } from '../../shared/same-secret.ts';
import { anonymous, recordAudit } from '../audit/audit.ts';
import type { Reader } from '../database/change.ts';
import type { CustomerRow } from '../database/schema.ts';
import { type Claims, claimsSchema, type Principal, toPrincipal } from './principal.ts';
import type { Sessions } from './sessions.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null before the guard has accepted the request, and on public operations. */
    principal: Principal | null;
  }
}

export interface AuthenticationOptions {
  readonly db: Reader;
  readonly redis: Redis;
  readonly sessions: Sessions;
  readonly jwtSecret: string;
  readonly agentKey: string;
  /** In which a plan's requests are counted; a minute, but for who operates OptiInfra otherwise. */
  readonly windowSeconds: number;
}

/** Requests in a window, which is a minute unless it is set otherwise; operators have the largest plan's. */
export const REQUESTS_PER_MINUTE: Readonly<Record<CustomerRow['plan'], number>> = {
  free: 60,
  pro: 600,
  enterprise: 6000,
};

/** Who are you, and not too often: the guards of the contract's security schemes. */
export class Authentication {
  readonly #options: AuthenticationOptions;
  #server: FastifyInstance | undefined;
  #limit: ReturnType<FastifyInstance['createRateLimit']> | undefined;

  constructor(options: AuthenticationOptions) {
    this.#options = options;
  }

  /** To be called once, before routes are made. */
  async prepare(server: FastifyInstance): Promise<void> {
    server.decorateRequest('principal', null);
    await server.register(jwt, {
      secret: this.#options.jwtSecret,
      sign: { algorithm: 'HS256' },
      verify: { algorithms: ['HS256'] },
    });
    await server.register(rateLimit, { global: false, redis: this.#options.redis, nameSpace: 'requests:' });
    this.#server = server;
    this.#limit = server.createRateLimit({
      timeWindow: this.#options.windowSeconds * 1000,
      keyGenerator: (request) => subjectOf(request.principal),
      max: (request) =>
        REQUESTS_PER_MINUTE[request.principal?.role === 'customer' ? request.principal.plan : 'enterprise'],
    });
  }

  sign(claims: Claims): string {
    return this.#prepared().jwt.sign(claims);
  }

  /** @returns who presents the token and when it expires. @throws Problem 401 */
  async authenticate(token: string | undefined): Promise<{ readonly principal: Principal; readonly expiresAt: Date }> {
    if (token === undefined) throw unauthorized('An access token is required: "Authorization: Bearer <token>"');
    const claims = this.#verify(token);
    if (!(await this.#options.sessions.isOpen(claims.sid)))
      throw unauthorized('This session has ended. Sign in again.');
    return { principal: toPrincipal(claims), expiresAt: new Date(claims.exp * 1000) };
  }

  /** Guard of the scheme "bearer". */
  async requireBearer(request: FastifyRequest): Promise<void> {
    try {
      const { principal } = await this.authenticate(bearerToken(request.headers.authorization));
      request.principal = principal;
    } catch (error) {
      await this.#recordRefusal(request);
      throw error;
    }
    const answer = await this.#limit?.(request);
    if (answer === undefined || answer.isAllowed || !answer.isExceeded) return;
    const { windowSeconds } = this.#options;
    throw tooManyRequests(`Your plan allows ${answer.max} requests in ${windowSeconds} seconds.`, answer.ttlInSeconds);
  }

  /** Guard of the scheme "agentKey". */
  async requireAgentKey(request: FastifyRequest): Promise<void> {
    if (isSameSecret(request.headers['x-agent-key'], this.#options.agentKey)) return;
    await this.#recordRefusal(request);
    throw unauthorized('The header x-agent-key is missing or wrong');
  }

  #verify(token: string) {
    try {
      return claimsSchema.parse(this.#prepared().jwt.verify(token));
    } catch {
      throw unauthorized('The access token is not valid, or no longer. Sign in again.');
    }
  }

  #prepared(): FastifyInstance {
    if (this.#server === undefined) throw new Error('Authentication is used before it is prepared');
    return this.#server;
  }

  #recordRefusal(request: FastifyRequest): Promise<void> {
    return recordAudit(this.#options.db, {
      customerId: customerIn(request),
      actor: anonymous,
      action: 'access.refused',
      subject: { type: 'path', id: request.url.split('?')[0] ?? '/' },
      details: { status: 401, method: request.method, address: request.ip },
    });
  }
}

/** The token of "Bearer <token>"; undefined for anything else. */
export function bearerToken(header: string | undefined): string | undefined {
  return header?.match(/^Bearer ([\w.~+/=-]+)$/i)?.[1];
}

/** Whose trail a refusal belongs to: that of the customer whom the path names. */
function customerIn({ params }: FastifyRequest): string | undefined {
  const found = z.object({ customer_id: z.uuid() }).safeParse(params);
  return found.data?.customer_id;
}

function subjectOf(principal: Principal | null): string {
  if (principal === null) throw new Error('Requests are counted before it is known who asks');
  return principal.role === 'customer' ? principal.customerId : principal.operatorId;
}
