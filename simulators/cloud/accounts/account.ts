import type { World } from '../../world/world.ts';
import { MetricStore } from '../cloudwatch/metric-store.ts';
import type { Instance } from '../ec2/instance.ts';
import type { SpotRequest } from '../market/spot-request.ts';
import { AwsError } from '../protocol/errors.ts';
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
  readonly launches = new Idempotency<readonly Instance[]>(mismatch);
  readonly spotOrders = new Idempotency<readonly SpotRequest[]>(mismatch);
  readonly metrics = new MetricStore();

  constructor(opening: Opening, world: World) {
    super(newAccountId(), opening, world);
    this.roles = new Roles(this.id);
    this.owner = { accountId: this.id, arn: `arn:aws:iam::${this.id}:root`, userId: this.id };
  }
}

function mismatch(token: string): AwsError {
  const message = `The client token '${token}' was used for a request with other parameters.`;
  return new AwsError('IdempotentParameterMismatch', message);
}
