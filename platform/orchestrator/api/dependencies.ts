import type { FastifyRequest } from 'fastify';
import type { Handler } from '../../shared/http-server.ts';
import type { MetricsStore } from '../../shared/metrics-store.ts';
import type { TaskRouter } from '../agents/router.ts';
import type { Access } from '../auth/access.ts';
import type { Authentication } from '../auth/authentication.ts';
import type { Cipher } from '../auth/cipher.ts';
import type { LoginLimit } from '../auth/login-limit.ts';
import type { Sessions } from '../auth/sessions.ts';
import type { Config } from '../config.ts';
import type { Leaving } from '../customers/leaving.ts';
import type { Stores } from '../database/change.ts';
import type { Ping } from '../health.ts';
import type { Observability } from '../observability.ts';

/** What the operations of the API work with. */
export interface ApiDependencies {
  readonly config: Config;
  readonly stores: Stores;
  readonly metrics: MetricsStore;
  readonly cipher: Cipher;
  readonly sessions: Sessions;
  readonly authentication: Authentication;
  readonly access: Access;
  readonly loginLimit: LoginLimit;
  readonly router: TaskRouter;
  readonly leaving: Leaving;
  readonly observability: Observability;
  readonly pings: Readonly<Record<string, Ping>>;
}

export type Operations = Readonly<Record<string, Handler>>;

/** The body, whose form has been checked against the contract before the operation is called. */
export function bodyOf<T>(request: FastifyRequest): T {
  return request.body as T;
}

/** A parameter of the path, whose form has been checked likewise. UUIDs are compared in small letters. */
export function pathParameter(request: FastifyRequest, name: string): string {
  const value = (request.params as Readonly<Record<string, unknown>>)[name];
  if (typeof value !== 'string') throw new Error(`The path of ${request.url} has no parameter ${name}`);
  return value.toLowerCase();
}

export function customerIdOf(request: FastifyRequest): string {
  return pathParameter(request, 'customer_id');
}
