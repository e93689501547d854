import { AssertionError } from 'chai';
import { Refusal, Unavailable } from '../support/drivers/rest';

/** What became of an act that a scenario expects to be refused. A hook fails the scenario that never looks at it. */
export class Outcome {
  #refusal: Refusal | undefined;
  #attempted = false;
  #looked = false;

  /** Tries the act; a refusal is kept, any other failure is one. */
  async of(act: Promise<unknown>): Promise<void> {
    this.#attempted = true;
    this.#looked = false;
    this.#refusal = undefined;
    try {
      await act;
    } catch (error) {
      if (!(error instanceof Refusal) || error instanceof Unavailable) throw error;
      this.#refusal = error;
    }
  }

  /** @param words that the reason has to contain @throws AssertionError unless the act was refused in this way */
  refusedWith(act: string, statuses: readonly number[], words = /^/): void {
    const { status, detail } = this.refusal(act);
    if (statuses.includes(status) && words.test(detail)) return;
    throw new AssertionError(
      `Expected ${act} to be refused with ${statuses.join(' or ')} and a reason like ${words}, but it was with ${status}: "${detail}"`,
    );
  }

  /** @param act in words for the failure @throws Error when nothing was tried, or when what was tried was not refused */
  refusal(act = 'the act'): Refusal {
    this.#looked = true;
    if (!this.#attempted) throw new Error('Nothing was tried in this scenario that could have been refused');
    if (!this.#refusal) throw new AssertionError(`Expected ${act} to be refused, but it was carried out`);
    return this.#refusal;
  }

  /** An act whose end nobody looked at, in words; undefined when all is well. */
  get overlooked(): string | undefined {
    if (!this.#attempted || this.#looked) return undefined;
    return `The scenario tried something that ${this.#refusal ? `was refused (${this.#refusal.message})` : 'was carried out'}, and no Then looked at it`;
  }
}

/** For what may come too late without harm. @throws any error but a refusal */
export function unlessRefused(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}

/** How an act is refused; undefined where it is carried out. @throws any error but a refusal */
export async function refusalOf(act: Promise<unknown>): Promise<Refusal | undefined> {
  try {
    await act;
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}
