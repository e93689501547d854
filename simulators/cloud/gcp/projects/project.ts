import { randomBytes } from 'node:crypto';
import type { World } from '../../../world/world.ts';
import { Idempotency } from '../../tenants/idempotency.ts';
import { type Opening, Tenant } from '../../tenants/tenant.ts';
import type { GceInstance } from '../compute/instance.ts';
import type { Operation } from '../compute/operation.ts';
import { zoneOf } from '../places.ts';
import { invalid } from '../protocol/errors.ts';

/** A customer's project at Google Cloud. */
export class Project extends Tenant<GceInstance> {
  /** Of the service account that OptiInfra may become. */
  readonly serviceAccount: string;
  readonly ownerEmail: string;
  /** By name. */
  readonly operations = new Map<string, Operation>();
  readonly requests = new Idempotency<Operation>((id) =>
    invalid(`Invalid value for field 'requestId': '${id}'. It was used for another request.`),
  );

  constructor(opening: Opening, world: World) {
    super(`project-${randomBytes(6).toString('hex')}`, opening, world);
    this.serviceAccount = `optiinfra-access@${this.id}.iam.gserviceaccount.com`;
    this.ownerEmail = `owner@${this.id}.example`;
  }

  /** Where its machines are from its opening on, and its spot pools. */
  get zone(): string {
    return zoneOf(this.region);
  }

  keep(operation: Operation): Operation {
    this.operations.set(operation.name, operation);
    return operation;
  }
}
