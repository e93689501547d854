interface Undo {
  readonly what: string;
  readonly undo: () => Promise<void>;
}

/** Everything a scenario created, each with its undo. All are tried, last first; what could not be undone is told together. */
export class Ledger {
  readonly #undos: Undo[] = [];

  owe(what: string, undo: () => Promise<void>): void {
    this.#undos.push({ what, undo });
  }

  /** @throws AggregateError naming each thing that is left behind */
  async settle(): Promise<void> {
    const failures: Error[] = [];
    for (let entry = this.#undos.pop(); entry; entry = this.#undos.pop()) {
      try {
        await entry.undo();
      } catch (cause) {
        failures.push(new Error(`${entry.what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause }));
      }
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `Left behind: ${failures.map(({ message }) => message).join('; ')}`);
  }
}
