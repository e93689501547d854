/** Work that several ask for at the same time and that is done once for all of them: the shared environment and a private one start together. */
export class UnderWay {
  readonly #work = new Map<string, Promise<void>>();

  /** Joins the work of this name, or begins it where it is not under way. */
  async join(name: string, begin: () => Promise<void>): Promise<void> {
    const work = this.#work.get(name) ?? begin().finally(() => this.#work.delete(name));
    this.#work.set(name, work);
    await work;
  }
}
