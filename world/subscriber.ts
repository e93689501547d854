import type { operations } from '../contracts/generated/openapi';
import type { Answer, Call, RestDriver } from '../support/drivers/rest';
import type { CastName } from './cast';
import type { Enrolled } from './enrolment';

/** Somebody who has signed up, whether or not OptiInfra was let into any account. */
export class Subscriber<Own extends Enrolled = Enrolled> {
  constructor(
    readonly name: CastName,
    readonly own: Own,
    private readonly api: RestDriver,
  ) {}

  /** Calls OptiInfra as this customer. */
  async call<Operation extends keyof operations>(
    operation: Operation,
    call: Call = {},
  ): Promise<Answer<operations[Operation]>> {
    const path = { customer_id: this.own.customerId, ...call.path };
    return await this.api.call(operation, {
      ...call,
      path,
      headers: { authorization: `Bearer ${this.own.accessToken}` },
    });
  }
}
