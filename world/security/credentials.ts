import { randomUUID } from 'node:crypto';
import { altered, signedAnew, unsigned } from '../../support/drivers/token';
import type { Named } from '../../support/drivers/valid-request';
import type { CastName } from '../cast';
import type { Customers } from '../customers';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';
import { Renewals } from './renewals';

/** What somebody presents who wants to be let in. */
export interface Credential {
  readonly token?: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What could be got at with it, were it accepted. */
  readonly named: Named;
}

/** Whose tokens are altered. */
const OWNER: CastName = 'Acme Corp';

/** Credentials that must not open anything, by the words of sentences. Only what a credential is made of is created. */
export class Credentials {
  constructor(
    private readonly around: Surroundings,
    private readonly customers: Customers,
  ) {}

  /** @throws RangeError naming those that there are */
  async called(words: string): Promise<Credential> {
    const make = this.#makers[words];
    if (make) return await make();
    throw new RangeError(`Nobody knows of ${words}. There are ${Object.keys(this.#makers).join(', ')}`);
  }

  readonly #makers: Readonly<Record<string, () => Promise<Credential>>> = {
    'no token': async () => nothing,
    'no agent key': async () => nothing,
    'a wrong agent key': async () => ({ ...nothing, headers: { 'x-agent-key': this.around.secret() } }),
    "a customer's token instead of the agent key": async () => {
      const { accessToken } = (await this.#owner()).own;
      return {
        ...bearing(accessToken),
        headers: { authorization: `Bearer ${accessToken}`, 'x-agent-key': accessToken },
      };
    },
    'a forged token': () => this.#made((token) => signedAnew(token, 'HS256')),
    'a token of somebody else': () => this.#made((token) => token),
    'a token that was returned': () =>
      this.#made(async (access_token) => {
        await new Renewals(this.around).signOut({ access_token });
        return access_token;
      }),
    'a token that is not signed': () => this.#made(unsigned),
    'a token signed with another key': () => this.#made((token) => signedAnew(token, 'HS256')),
    // With OptiInfra's own key, so that nothing is wrong with it but the way.
    'a token signed in a longer way': () =>
      this.#made((token) => signedAnew(token, 'HS384', this.around.addresses.secrets.tokenKey)),
    'a token signed with a pair of keys': () => this.#made((token) => signedAnew(token, 'RS256')),
    'a token whose end was put off': () => this.#made((token) => altered(token, { exp: inAYear() })),
    "a token that was made the operator's": () => this.#made((token) => altered(token, { role: 'operator' })),
    "a token that was made somebody else's": async () => {
      const other = randomUUID();
      return { ...(await this.#made((token) => altered(token, { sub: other }))), named: { customer_id: other } };
    },
    'what renews a session': async () => {
      const owner = await this.#owner();
      const { refresh_token } = await new Renewals(this.around).signIn(owner);
      return bearing(refresh_token, owner.own.customerId);
    },
  };

  async #made(make: (genuine: string) => string | Promise<string>): Promise<Credential> {
    const { own } = await this.#owner();
    return bearing(await make(own.accessToken), own.customerId);
  }

  async #owner(): Promise<Subscriber> {
    await this.customers.subscribe(OWNER);
    return this.customers.subscriber(OWNER);
  }
}

const nothing: Credential = { headers: {}, named: {} };

function bearing(token: string, customer_id?: string): Credential {
  return {
    token,
    headers: { authorization: `Bearer ${token}` },
    named: customer_id === undefined ? {} : { customer_id },
  };
}

function inAYear(): number {
  return Math.floor(Date.now() / 1000) + 31_536_000;
}
