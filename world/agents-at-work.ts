import { AssertionError } from 'chai';
import type { Agent } from './agent';
import type { Agents } from './agents';
import type { Duration } from './amounts/duration';
import type { Requested } from './analyses';
import type { Surroundings } from './surroundings';

/** What the scenario's agents have seen themselves: who was asked what, when, and how long the other side was patient. */
export class AgentsAtWork {
  constructor(
    private readonly agents: Agents,
    private readonly around: Surroundings,
  ) {}

  /** Waits until each has been given so many tasks. @returns how many each was given */
  async given(names: readonly string[], times: number, deadline: Duration): Promise<readonly number[]> {
    const counts = () => names.map((name) => this.agents.named(name).received.length);
    const enough = (seen: readonly number[]) => seen.every((count) => count >= times);
    return await this.agents.see(`${names.join(', ')} to be given ${times} each`, counts, enough, deadline);
  }

  /** Names of the agents in the order in which they were asked. @throws AssertionError where one was asked before the one before had answered */
  order(): readonly string[] {
    const questions = this.agents.all
      .flatMap(({ name, received }) => received.map(({ at, answeredAt = Infinity }) => ({ name, at, answeredAt })))
      .sort((one, other) => one.at - other.at);
    const early = questions.find(({ at }, index) => at < (questions[index - 1]?.answeredAt ?? 0));
    if (early) throw new AssertionError(`${early.name} was asked before the agent before it had answered`);
    return questions.map(({ name }) => name);
  }

  /** Whose results an agent was given along with its last task. */
  finders({ received }: Agent): readonly string[] {
    const inputs = JSON.stringify(received.at(-1)?.task.inputs ?? {});
    return this.agents.all.map(({ name }) => name).filter((name) => inputs.includes(`"found_by":"${name}"`));
  }

  /** How long it took, from the asking on, until the other side said that it waits no more. @throws Error when it never did */
  patienceWith({ name, received: [first] }: Agent, asked: number): Duration {
    if (first?.cancelledAt === undefined)
      throw new AssertionError(`${name} was never told that nobody waits for it any more`);
    return this.around.clock.between(asked, first.cancelledAt);
  }

  /** From each answer to the next question. @throws AssertionError when the agent was asked again before it had answered */
  waits({ name, received }: Agent): readonly Duration[] {
    return received.slice(1).map(({ at }, index) => {
      const answeredAt = received[index]?.answeredAt;
      if (answeredAt === undefined) throw new AssertionError(`${name} was asked again before it had answered`);
      return this.around.clock.between(answeredAt, at);
    });
  }

  /** How long an agent was left alone after so many tries. @throws AssertionError when it was not tried again: nobody saw the pause end */
  pauseAfter({ name, received }: Agent, tries: number): Duration {
    const [last, next] = received.slice(tries - 1);
    if (!last || !next)
      throw new AssertionError(`${name} was tried ${received.length} times, so that no pause after ${tries} was seen`);
    return this.around.clock.between(last.at, next.at);
  }

  /** How often an agent was tried for the first so many of the analyses. */
  triesAtFirst({ received }: Agent, { analyses }: Requested, first: number): number {
    const ids = analyses.slice(0, first).map(({ task_id }) => task_id);
    return received.filter(({ task }) => ids.includes(task.task_id)).length;
  }
}

/** How many times as long as the one before a wait is, at least. @throws AssertionError where there are no two waits, or one is none */
export function growth(waits: readonly Duration[]): number {
  const seconds = waits.map(Number);
  if (waits.length < 2 || Math.min(...seconds) <= 0)
    throw new AssertionError(`Nothing can grow: there were the waits ${waits.join(', ') || 'none'}`);
  return Math.min(...seconds.slice(1).map((wait, index) => wait / (seconds[index] ?? Number.NaN)));
}
