import { Contract } from '../../support/drivers/contract';
import { Refusal, RestDriver } from '../../support/drivers/rest';
import { eventually } from '../../support/eventually';
import { Duration } from '../amounts/duration';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';

/** What came of guessing a password. */
export interface Guesses {
  /** Guesses of which was told that they are wrong. */
  readonly told: number;
  /** How long Mallory was told to wait, one time after the other, in seconds. */
  readonly waits: readonly number[];
}

/** Another address of this machine. */
const ELSEWHERE = '127.0.0.2';

/** Guesses an account's password, as soon as it is permitted again and again. */
export class Guessing {
  constructor(private readonly around: Surroundings) {}

  /** @param times how often Mallory is willing to wait */
  async goOn({ own }: Subscriber, times: number): Promise<Guesses> {
    let told = 0;
    const waits: number[] = [];
    await eventually(
      `the guesses of a password to be slowed down ${times} times`,
      async () => {
        const { status, retryAfter = 0 } = await this.#guess(own.email);
        if (status === 401) told += 1;
        // A wait is told as long as it lasts: its first word is its length.
        else if (waits.length < told - FREE) waits.push(retryAfter);
        return waits.length;
      },
      (waited) => waited >= times,
      { ...this.around.clock.within(Duration.parse('20 minutes')), show: () => `told to wait ${waits.join(', ')} s` },
    );
    return { told, waits };
  }

  /** The owner signs in from another address. @throws Refusal */
  async signInElsewhere({ own }: Subscriber): Promise<void> {
    const { addresses, journal, ledger } = this.around;
    const options = { url: addresses.orchestratorUrl, contract: new Contract('openapi.yaml'), journal };
    const elsewhere = new RestDriver('OptiInfra, from elsewhere', { ...options, from: ELSEWHERE });
    ledger.owe('line from elsewhere', () => elsewhere.close());
    await elsewhere.call('logIn', { body: { username: own.email, password: own.password } });
  }

  async #guess(username: string): Promise<Refusal> {
    const refusal = await this.around.api
      .call('logIn', { body: { username, password: this.around.secret() } })
      .catch((error: unknown) => error);
    if (refusal instanceof Refusal) return refusal;
    throw new Error(`A password was guessed, or the guess failed: ${String(refusal)}`);
  }
}

/** Wrong passwords before the one that has to be waited for. */
const FREE = 4;
