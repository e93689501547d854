import { eventually } from '../support/eventually';
import type { Analyses } from './analyses';
import { castMember } from './cast';
import { enrol } from './enrolment';
import { Subscriber } from './subscriber';
import type { Surroundings } from './surroundings';

/** Whom the many are like; each of them under an address of its own. */
const NAME = 'Umbrella Inc';
/** Wall milliseconds in which all of them must have heard. */
const PATIENCE_MS = 20_000;
const EVERY_KIND = ['cost optimization', 'performance optimization', 'resource optimization', 'quality assurance'].map(
  (analysis) => ({ analysis }),
);

interface Member {
  readonly subscriber: Subscriber;
  /** Ids of the analyses that were called off, in this order. */
  readonly calledOff: string[];
}

/** Many customers, each of whom listens to what OptiInfra tells it. */
export class Audience {
  #members: readonly Member[] = [];

  constructor(
    private readonly around: Surroundings,
    private readonly analyses: Analyses,
  ) {}

  /** Signs all of them up. What they ask for waits, because no agent works for them. */
  async gather(size: number): Promise<void> {
    const pool = this.around.unique('nobody');
    const member = castMember(NAME);
    this.#members = await Promise.all(
      Array.from({ length: size }, async () => {
        const enrolled = await enrol(this.around, member);
        await this.around.operator.assignPool(enrolled.customerId, pool);
        return { subscriber: new Subscriber(NAME, enrolled, this.around.api), calledOff: [] };
      }),
    );
  }

  /**
   * Each asks for so many analyses, as many of each kind, and calls them off, one after the other. All of them do so at once.
   * @param analyses a multiple of four
   */
  async askAndCallOff(analyses: number): Promise<void> {
    const times = analyses / EVERY_KIND.length;
    await Promise.all(
      this.#members.map(async ({ subscriber, calledOff }) => {
        for (let time = 0; time < times; time += 1) {
          const { analyses } = await this.analyses.requestSeveral(subscriber, EVERY_KIND);
          for (const { task_id } of analyses) {
            await subscriber.call('cancelTask', { path: { task_id } });
            calledOff.push(task_id);
          }
        }
      }),
    );
  }

  /** Waits until everybody has heard of all. @returns for each member, what it called off and what it was told to be called off, both in order */
  async heard(): Promise<readonly { readonly calledOff: readonly string[]; readonly told: readonly string[] }[]> {
    return await Promise.all(
      this.#members.map(async ({ subscriber, calledOff }, index) => ({
        calledOff,
        told: await eventually(
          `listener ${index + 1} of ${this.#members.length} to be told of ${calledOff.length} analyses called off`,
          async () => toldBy(subscriber),
          (told) => told.length >= calledOff.length,
          { within: PATIENCE_MS, wake: subscriber.own.events, show: (told) => `told of ${told.length}` },
        ),
      })),
    );
  }
}

/** Whether the same is told in the same order. */
export function isSame(told: readonly string[], happened: readonly string[]): boolean {
  return told.join() === happened.join();
}

function toldBy({ own }: Subscriber): readonly string[] {
  return own.events.events.filter(({ type }) => type === 'task.cancelled').map(({ data }) => data.task_id ?? '');
}
