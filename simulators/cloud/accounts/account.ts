import type { World } from '../../world/world.ts';
import { MetricStore } from '../cloudwatch/metric-store.ts';
import type { Instance } from '../ec2/instance.ts';
import type { SpotRequest } from '../market/spot-request.ts';
import { AwsError } from '../protocol/errors.ts';
import type { Reservation } from '../reserved/reservation.ts';
import { Idempotency } from '../tenants/idempotency.ts';
import { type Opening, Tenant } from '../tenants/tenant.ts';
import { newAccountId } from './identifiers.ts';
import type { Principal } from './principal.ts';
import { Roles } from './roles.ts';

/** A customer's account at AWS. */
export class Account extends Tenant<Instance> {
  readonly roles: Roles;
  readonly owner: Principal;
  readonly spotRequests = new Map<string, SpotRequest>();
  readonly reservations = new Map<string, Reservation>();
  readonly launches = new Idempotency<readonly Instance[]>(mismatch);
  readonly spotOrders = new Idempotency<readonly SpotRequest[]>(mismatch);
  readonly metrics = new MetricStore();
  readonly #lostAnswers = new Map<string, number>();

  constructor(opening: Opening, world: World) {
    super(newAccountId(), opening, world);
    this.roles = new Roles(this.id);
    this.owner = { accountId: this.id, arn: `arn:aws:iam::${this.id}:root`, userId: this.id };
  }

  /** The answers to the next so many calls of an action do not arrive. */
  loseAnswers(action: string, count: number): void {
    this.#lostAnswers.set(action, count);
  }

  /** Whether the answer to this call of the action is one of those that do not arrive. */
  losesAnswerTo(action: string): boolean {
    const left = this.#lostAnswers.get(action) ?? 0;
    this.#lostAnswers.set(action, Math.max(0, left - 1));
    return left > 0;
  }
}

function mismatch(token: string): AwsError {
  const message = `The client token '${token}' was used for a request with other parameters.`;
  return new AwsError('IdempotentParameterMismatch', message);
}
