import { AwsError } from '../protocol/errors.ts';

interface Order<T> {
  readonly fingerprint: string;
  readonly result: T;
}

/** Remembers by client token what has been ordered, so that an order sent twice is carried out once. */
export class Idempotency<T> {
  readonly #orders = new Map<string, Order<T>>();

  /**
   * @param fingerprint of the whole order; another order under the same token is refused
   * @throws AwsError IdempotentParameterMismatch, and whatever carrying it out throws, which is then not remembered
   */
  once(token: string | undefined, fingerprint: string, carryOut: () => T): T {
    const known = token === undefined ? undefined : this.#orders.get(token);
    if (!known) {
      const result = carryOut();
      if (token !== undefined) this.#orders.set(token, { fingerprint, result });
      return result;
    }
    if (known.fingerprint === fingerprint) return known.result;
    const message = `The client token '${token}' was used for a request with other parameters.`;
    throw new AwsError('IdempotentParameterMismatch', message);
  }
}
