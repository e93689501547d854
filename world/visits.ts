import type { operations } from '../contracts/generated/openapi';
import { type Answer, Refusal } from '../support/drivers/rest';
import type { Customer } from './customer';
import type { Surroundings } from './surroundings';

/** Sign-ins beside the one by which a customer acts in a scenario. */
export class Visits {
  constructor(private readonly around: Surroundings) {}

  /** Signs in once more, beside the first time, and out again. @returns the access that was ended */
  async briefly({ own }: Customer): Promise<string> {
    const { api } = this.around;
    const body = { username: own.email, password: own.password };
    const { access_token: token } = await api.call<Answer<operations['logIn']>>('logIn', { body });
    await api.call('logOut', { headers: { authorization: `Bearer ${token}` } });
    return token;
  }

  /** Whether OptiInfra lets the customer in by this access. */
  async isLetIn({ own }: Customer, token: string): Promise<boolean> {
    const call = { path: { customer_id: own.customerId }, headers: { authorization: `Bearer ${token}` } };
    return await this.around.api.call('getCustomer', call).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refusal && error.status === 401) return false;
        throw error;
      },
    );
  }
}
