interface Order<T> {
  readonly fingerprint: string;
  readonly result: T;
}

/** Remembers by the caller's token what has been ordered, so that an order sent twice is carried out once. */
export class Idempotency<T> {
  readonly #orders = new Map<string, Order<T>>();
  readonly #mismatch: (token: string) => Error;

  /** @param mismatch the cloud's refusal of another order under the same token */
  constructor(mismatch: (token: string) => Error) {
    this.#mismatch = mismatch;
  }

  /**
   * @param fingerprint of the whole order
   * @throws Error of a mismatch, and whatever carrying it out throws, which is then not remembered
   */
  once(token: string | undefined, fingerprint: string, carryOut: () => T): T {
    const known = token === undefined ? undefined : this.#orders.get(token);
    if (!known) {
      const result = carryOut();
      if (token !== undefined) this.#orders.set(token, { fingerprint, result });
      return result;
    }
    if (known.fingerprint === fingerprint) return known.result;
    throw this.#mismatch(token ?? '');
  }
}
