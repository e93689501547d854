import { AssertionError } from 'chai';
import { type Distribution, distributionOf } from '../support/drivers/load/distribution';
import { eventually } from '../support/eventually';
import type { Customer } from './customer';
import type { Offer } from './offers';
import type { Portal } from './portal/portal';

/** Agents whose analyses may lead to recommendations. */
const ADVISERS = ['cost', 'performance', 'resource'] as const;
/** The others that look at a recommendation before it may be approved. */
const CHECKERS: readonly string[] = ['performance', 'application'];
/** Wall milliseconds after which nobody waits any longer. */
const PATIENCE_MS = 90_000;

/** How long OptiInfra itself takes, by the clock on the wall. */
export class Promptness {
  constructor(private readonly portal: Portal) {}

  /** Has everything analysed at once. @returns milliseconds from the asking until each recommendation could be approved */
  async ofRecommendations(customer: Customer): Promise<Distribution> {
    const asked = performance.now();
    const started = await Promise.all(
      ADVISERS.map((agent_type) => customer.call('analyzeCustomer', { body: { agent_type } })),
    );
    const took = new Map<string, number>();
    await eventually(
      `the recommendations for ${customer.name} to be there and looked at by the other agents`,
      async () => {
        const analyses = await Promise.all(
          started.map(({ analysis_id }) => customer.call('getAnalysis', { path: { analysis_id } })),
        );
        const failed = analyses.find(({ status }) => status === 'failed');
        if (failed) throw new AssertionError(`The ${failed.agent_type} analysis failed: ${failed.error}`);
        const offers = await customer.call('listRecommendations');
        for (const { id } of offers.filter(isChecked)) took.set(id, took.get(id) ?? performance.now() - asked);
        const ids = analyses.flatMap(({ recommendation_ids }) => recommendation_ids);
        const isEnded = analyses.every(({ status }) => status === 'completed');
        return { isEnded, open: ids.filter((id) => !took.has(id)).length };
      },
      ({ isEnded, open }) => isEnded && open === 0,
      { within: PATIENCE_MS, wake: customer.own.events },
    );
    return distributionOf([...took.values()]);
  }

  /** Somebody who is signed in opens the overview, so many times. @returns milliseconds until all of it was there */
  async ofOverview(customer: Customer, times: number): Promise<Distribution> {
    const visit = await this.portal.enter(customer.own);
    const took: number[] = [];
    for (let time = 0; time < times; time += 1) {
      const begun = performance.now();
      await visit.reload();
      await visit.shows('Overview');
      await visit.figure('Monthly spend');
      took.push(performance.now() - begun);
    }
    return distributionOf(took);
  }
}

function isChecked({ validations }: Offer): boolean {
  return CHECKERS.every((agent) => validations.some(({ agent_type }) => agent_type === agent));
}
