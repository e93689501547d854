import type { operations } from '../../contracts/generated/openapi';
import type { Answer } from '../../support/drivers/rest';
import { unlessRefused } from '../outcome';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';

export type AuditEntry = Answer<operations['listAuditEntries']>[number];

/** Who takes part: the customer that it is about, and another one. */
interface Cast {
  readonly own: Subscriber;
  readonly other: Subscriber;
}

/** What concerns the safety of a customer's data, by the words of sentences. */
export class SafetyConcerns {
  constructor(private readonly around: Surroundings) {}

  /** One after the other. @throws RangeError naming what can happen */
  async happen(concerns: readonly string[], cast: Cast): Promise<void> {
    for (const words of concerns) {
      const act = this.#acts[words];
      if (!act) throw new RangeError(`Nobody knows how "${words}". Known: ${Object.keys(this.#acts).join(', ')}`);
      await act(cast);
    }
  }

  /** The trail as its owner would read it once more: signed out, it is the operator who reads it. */
  async trail({ own }: Subscriber): Promise<readonly AuditEntry[]> {
    const headers = await this.around.operator.authorization();
    return await this.around.api.call('listAuditEntries', { path: { customer_id: own.customerId }, headers });
  }

  readonly #acts: Readonly<Record<string, (cast: Cast) => Promise<unknown>>> = {
    'a wrong password is tried': ({ own }) =>
      this.around.api
        .call('logIn', { body: { username: own.own.email, password: this.around.secret() } })
        .catch(unlessRefused),
    'Acme Corp signs in': ({ own }) =>
      this.around.api.call('logIn', { body: { username: own.own.email, password: own.own.password } }),
    'Umbrella Inc tries to look': ({ own, other }) =>
      other.call('getCustomer', { path: { customer_id: own.own.customerId } }).catch(unlessRefused),
    'Olive looks': async ({ own }) => {
      const headers = await this.around.operator.authorization();
      return await this.around.api.call('getInfrastructure', { path: { customer_id: own.own.customerId }, headers });
    },
    'Acme Corp changes its preferences': ({ own }) => own.call('setPreferences', { body: { priority: 'cost' } }),
    'Acme Corp lets OptiInfra in': ({ own }) =>
      own.call('onboardCustomer', {
        body: { cloud_provider: 'aws', region: 'us-east-1', iam_role_arn: 'arn:aws:iam::123456789012:role/nobody' },
      }),
    'Acme Corp has the runtime installed': ({ own }) => own.call('getInstallCommand'),
    'Olive chooses its agents': ({ own }) =>
      this.around.operator.assignPool(own.own.customerId, this.around.unique('pool')),
    'Acme Corp signs out': ({ own }) => own.call('logOut'),
  };
}
