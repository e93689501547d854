import type { operations } from '../../contracts/generated/openapi';
import { type Answer, type Call, Refusal } from '../../support/drivers/rest';
import { parseToken } from '../../support/drivers/token';
import { eventually } from '../../support/eventually';
import { Duration } from '../amounts/duration';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';

export type Session = Answer<operations['logIn']>;

/** Sessions from their opening to their end. */
export class Renewals {
  constructor(private readonly around: Surroundings) {}

  async signIn({ own }: Subscriber): Promise<Session> {
    return await this.around.api.call('logIn', { body: { username: own.email, password: own.password } });
  }

  async signOut({ access_token }: Pick<Session, 'access_token'>): Promise<void> {
    await this.around.api.call('logOut', { headers: { authorization: `Bearer ${access_token}` } });
  }

  /** @throws Refusal */
  async renew({ refresh_token }: Session): Promise<Session> {
    return await this.around.api.call('refreshSession', { body: { refresh_token } });
  }

  /** Whether a token still opens what is the customer's. */
  async isOpen({ own }: Subscriber, token: string): Promise<boolean> {
    const call = { path: { customer_id: own.customerId }, headers: { authorization: `Bearer ${token}` } };
    return await this.#isOpen(call);
  }

  async #isOpen(call: Call): Promise<boolean> {
    return await this.around.api.call('getCustomer', call).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refusal && error.status === 401) return false;
        throw error;
      },
    );
  }

  /** Whether a session's own token is taken for somebody's. */
  async isAlive({ access_token }: Session): Promise<boolean> {
    const { claims } = parseToken(access_token);
    const call = { path: { customer_id: String(claims.sub) }, headers: { authorization: `Bearer ${access_token}` } };
    return await this.#isOpen(call);
  }

  /** As the token itself says. @returns seconds from now to its end */
  lifetime({ access_token }: Pick<Session, 'access_token'>): number {
    return Number(parseToken(access_token).claims.exp) - Date.now() / 1000;
  }

  /** Waits until the token that a customer came with is, as it says itself, good no longer. */
  async over({ name, own }: Subscriber): Promise<void> {
    await eventually(
      `the time of the token of ${name} to pass`,
      async () => this.lifetime({ access_token: own.accessToken }),
      (seconds) => seconds < 0,
      { ...this.around.clock.within(Duration.parse('10 minutes')), show: (seconds) => `${seconds} seconds are left` },
    );
  }
}
