import { AssertionError } from 'chai';
import { type Distribution, distributionOf } from '../support/drivers/load/distribution';
import type { Surroundings } from './surroundings';

/** What the database counts of one kind of statement. */
interface Statement {
  readonly statement_id: string;
  readonly statement: string;
  /** 64-bit integers come as text. */
  readonly calls: string;
  readonly total_milliseconds: number;
}

/** How a kind of statement did in a while. */
export interface Look {
  readonly statement: string;
  readonly times: number;
  /** On average, inside of the database: without the network, and without the wait for a connection. */
  readonly milliseconds: number;
}

/** How OptiInfra reads and writes its records, by the database's own statistics. */
export class Records {
  constructor(private readonly around: Surroundings) {}

  /** Does something. @returns what came of it, and all looks into the records in the meantime, whoever took them, the slowest kind first */
  async during<T>(act: () => Promise<T>): Promise<{ readonly result: T; readonly looks: readonly Look[] }> {
    const before = await this.#statements();
    const result = await act();
    return { result, looks: looksBetween(before, await this.#statements()) };
  }

  async #statements(): Promise<readonly Statement[]> {
    return await this.around.postgres.rows<Statement & Record<string, unknown>>('statements', {});
  }
}

/** The slowest kind first. */
export function looksBetween(before: readonly Statement[], after: readonly Statement[]): readonly Look[] {
  const earlier = new Map(before.map((each) => [each.statement_id, each]));
  return after
    .map(({ statement_id, statement, calls, total_milliseconds }) => {
      const known = earlier.get(statement_id);
      const times = Number(calls) - Number(known?.calls ?? 0);
      return { statement, times, milliseconds: (total_milliseconds - (known?.total_milliseconds ?? 0)) / times };
    })
    .filter(({ times }) => times > 0)
    .toSorted((one, other) => other.milliseconds - one.milliseconds);
}

/** How the averages are spread, each counted as often as its kind was executed. @throws AssertionError of none */
export function spreadOf(looks: readonly Look[]): Distribution {
  if (looks.length === 0) throw new AssertionError('Nobody looked into the records');
  return distributionOf(looks.flatMap(({ times, milliseconds }) => Array<number>(times).fill(milliseconds)));
}
