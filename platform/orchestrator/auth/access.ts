import type { FastifyRequest } from 'fastify';
import { forbidden } from '../../shared/problem.ts';
import { recordAudit } from '../audit/audit.ts';
import type { Reader } from '../database/change.ts';
import { actorOf, type Principal } from './principal.ts';

/** Is it yours? Every refusal goes to the audit trail of the customer whose it is. */
export class Access {
  readonly #db: Reader;

  constructor(db: Reader) {
    this.#db = db;
  }

  /** The customer and the operator may look; that the operator did is on record. @throws Problem 403 */
  async toRead(request: FastifyRequest, customerId: string): Promise<Principal> {
    const principal = principalOf(request);
    if (isOwner(principal, customerId)) return principal;
    if (principal.role === 'operator') {
      await this.#record(request, 'data.read', { customerId });
      return principal;
    }
    return this.#refuse(request, { customerId, detail: 'This belongs to another customer.' });
  }

  /** Only the customer may decide and change. @throws Problem 403 */
  async toAct(request: FastifyRequest, customerId: string): Promise<Principal> {
    const principal = principalOf(request);
    if (isOwner(principal, customerId)) return principal;
    const detail =
      principal.role === 'operator' ? 'Only the customer can do this.' : 'This belongs to another customer.';
    return this.#refuse(request, { customerId, detail });
  }

  /** @throws Problem 403 */
  async asOperator(request: FastifyRequest, customerId?: string): Promise<Principal> {
    const principal = principalOf(request);
    if (principal.role === 'operator') return principal;
    return this.#refuse(request, { customerId, detail: "Only OptiInfra's operator can do this." });
  }

  async #refuse(
    request: FastifyRequest,
    { customerId, detail }: { readonly customerId?: string | undefined; readonly detail: string },
  ): Promise<never> {
    await this.#record(request, 'access.refused', { customerId, status: 403 });
    throw forbidden(detail);
  }

  #record(
    request: FastifyRequest,
    action: string,
    { customerId, ...details }: { readonly customerId: string | undefined; readonly status?: number },
  ): Promise<void> {
    return recordAudit(this.#db, {
      customerId,
      actor: actorOf(principalOf(request)),
      action,
      subject: { type: 'path', id: request.url.split('?')[0] ?? '/' },
      details: { ...details, method: request.method, address: request.ip },
    });
  }
}

/** Who asks, on an operation whose guard has accepted the request. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new Error(`${request.url} is served without a guard`);
  return request.principal;
}

function isOwner(principal: Principal, customerId: string): boolean {
  return principal.role === 'customer' && principal.customerId === customerId.toLowerCase();
}
