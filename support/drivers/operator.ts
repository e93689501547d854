import type { operations } from '../../contracts/generated/openapi';
import { type Answer, Refusal, type RestDriver } from './rest';

/** Olive, OptiInfra's operator. Signs in once, when first needed. */
export class Operator {
  #session: Promise<string> | undefined;

  constructor(
    private readonly api: RestDriver,
    private readonly account: { readonly email: string; readonly password: string },
  ) {}

  async customers(): Promise<Answer<operations['listCustomers']>> {
    return await this.api.call('listCustomers', { headers: await this.authorization() });
  }

  /** Gives a customer agents of its own: those that register in this pool. */
  async assignPool(customerId: string, pool: string): Promise<void> {
    const headers = await this.authorization();
    await this.api.call('setAgentPool', { path: { customer_id: customerId }, body: { pool }, headers });
  }

  /** @param pool only its agents; all without it */
  async agents(pool?: string): Promise<Answer<operations['listAgents']>> {
    const query = pool === undefined ? {} : { pool };
    return await this.api.call('listAgents', { query, headers: await this.authorization() });
  }

  /** Lets a customer go. @returns false while the customer has an optimization running */
  async release(customerId: string): Promise<boolean> {
    try {
      await this.api.call('deleteCustomer', {
        path: { customer_id: customerId },
        headers: await this.authorization(),
      });
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.status === 404) return true;
      if (error instanceof Refusal && error.status === 409) return false;
      throw error;
    }
  }

  /** Tries to have a resolution carried out, which is the customer's alone. @throws Refusal */
  async execute(resolutionId: string): Promise<void> {
    const headers = await this.authorization();
    await this.api.call('executeResolution', { body: { resolution_id: resolutionId }, headers });
  }

  /** What a request has to carry to be the operator's. */
  async authorization(): Promise<Record<string, string>> {
    const { email, password } = this.account;
    this.#session ??= this.api
      .call<Answer<operations['logIn']>>('logIn', { body: { username: email, password } })
      .then(({ access_token }) => access_token);
    return { authorization: `Bearer ${await this.#session}` };
  }
}
