import { AssertionError } from 'chai';
import type { operations } from '../contracts/generated/openapi';
import type { Answer } from '../support/drivers/rest';
import type { Mood } from '../support/drivers/world-control';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import { type Change, changeOf } from './changes';
import type { Customer } from './customer';
import type { Surroundings } from './surroundings';
import { wordsFor } from './words';

export type { Mood } from '../support/drivers/world-control';
export type Offer = Answer<operations['getRecommendation']>;
export type Analysis = Answer<operations['getAnalysis']>;
type Validation = Offer['validations'][number];

/** How long an analysis, and then the other agents' validation, may take before a scenario gives up on it. */
const PATIENCE = Duration.parse('10 minutes');

/** An analysis, and the change for which it may have left machines out. */
export interface LeftOut {
  readonly analysis: Analysis;
  readonly change?: Change;
}

/** What OptiInfra finds and offers, and what became of an offer. */
export class Offers {
  readonly #obtained: Offer[] = [];

  constructor(private readonly around: Surroundings) {}

  /** All that was offered in this scenario so far, in this order. */
  get obtained(): readonly Offer[] {
    return this.#obtained;
  }

  /** Asks an agent for its analysis and waits for its end. @throws Error when the analysis itself failed */
  async analyse(customer: Customer, agent: Change['agent']): Promise<Analysis> {
    const { analysis_id } = await customer.call('analyzeCustomer', { body: { agent_type: agent } });
    const analysis = await eventually(
      `the ${agent} analysis of ${customer.name} to end`,
      () => customer.call('getAnalysis', { path: { analysis_id } }),
      ({ status }) => status !== 'started',
      { ...this.around.clock.within(PATIENCE), wake: customer.own.events },
    );
    if (analysis.status === 'failed')
      throw new AssertionError(`The ${agent} analysis of ${customer.name} failed: ${analysis.error}`);
    return analysis;
  }

  /** The offers of a kind among what the analysis led to. */
  async of(customer: Customer, analysis: Analysis, change: Change): Promise<readonly Offer[]> {
    const offers = await customer.call('listRecommendations');
    return offers.filter(({ id, type }) => type === change.type && analysis.recommendation_ids.includes(id));
  }

  /** Has the change offered: the analysis by the agent that finds it, then the validation by the others. */
  async obtain(customer: Customer, change: Change, machines: readonly string[] = []): Promise<Offer> {
    const offer = await this.validated(customer, await this.analyse(customer, change.agent), change, machines);
    this.#obtained.push(offer);
    return offer;
  }

  /** One more offer of an analysis that was made already. */
  async obtainBeside(customer: Customer, analysis: Analysis, change: Change, machines: readonly string[] = []) {
    const offer = await this.validated(customer, analysis, change, machines);
    this.#obtained.push(offer);
    return offer;
  }

  /**
   * The one offer of a kind that the analysis led to, once the other agents have validated it.
   * @param machines where given, only an offer that concerns all of them
   */
  async validated(
    customer: Customer,
    analysis: Analysis,
    change: Change,
    machines: readonly string[] = [],
  ): Promise<Offer> {
    const offers = await this.of(customer, analysis, change);
    const [offer, ...others] = offers.filter((each) =>
      machines.every((name) => this.machines(customer, each).includes(name)),
    );
    if (!offer || others.length > 0) {
      throw new AssertionError(
        `Expected one ${change.name} to be offered to ${customer.name}, found ${others.length + (offer ? 1 : 0)}: ${showFindings(analysis)}`,
      );
    }
    return await this.#when(
      customer,
      offer,
      'the performance and the application agent to have looked at the offer',
      ({ validations }) =>
        ['performance', 'application'].every((agent) => validations.some(({ agent_type }) => agent_type === agent)),
    );
  }

  /** The offer once it is withdrawn. */
  async withdrawn(customer: Customer, offer: Offer): Promise<Offer> {
    return await this.#when(customer, offer, 'the offer to be withdrawn', ({ status }) => status === 'withdrawn');
  }

  /** The language model that agents may ask fails this customer, each in its way. */
  async muddle(customer: Customer, behaviour: Mood): Promise<void> {
    const { control, ledger } = this.around;
    await control.changeLanguageModel(customer.own.customerId, behaviour);
    ledger.owe(`language model of ${customer.name}`, () =>
      control.changeLanguageModel(customer.own.customerId, 'well'),
    );
  }

  /** The remembered offer, where it is what the sentence speaks of. @throws Error otherwise */
  spokenOf(offer: Offer, change: Change): Offer {
    if (offer.type === change.type) return offer;
    throw new Error(
      `The sentence speaks of ${change.name}, but the offer of this scenario is "${offer.title}" (${offer.type})`,
    );
  }

  /** What an agent said of the offer. @throws Error naming who did say something */
  validation(offer: Offer, agent: Validation['agent_type']): Validation {
    const validation = offer.validations.find(({ agent_type }) => agent_type === agent);
    if (validation) return validation;
    throw new AssertionError(
      `The ${agent} agent has not validated the offer, only ${offer.validations.map(({ agent_type }) => agent_type).join(', ') || 'nobody'} has`,
    );
  }

  /** Names of the machines that an offer concerns, sorted. */
  machines(customer: Customer, offer: Offer): readonly string[] {
    const names = new Map([...customer.own.machines].map(([name, instanceId]) => [instanceId, name]));
    return offer.instance_ids.map((instanceId) => names.get(instanceId) ?? instanceId).sort();
  }

  /** Why the analysis left a machine out, of the change in question where one is given. @throws Error when it did not */
  refusal(customer: Customer, { analysis, change }: LeftOut, machine: string): string {
    const instanceId = customer.machine(machine);
    const concerned = analysis.findings.filter(({ kind }) => change === undefined || kind === change.type);
    const finding = concerned.find(
      ({ decision, instance_ids }) => decision === 'refused' && instance_ids.includes(instanceId),
    );
    if (!finding)
      throw new AssertionError(
        `${machine} was not left out of ${change?.name ?? 'anything'} by the analysis: ${showFindings(analysis)}`,
      );
    return finding.reason;
  }

  async #when(customer: Customer, { id }: Offer, what: string, until: (offer: Offer) => boolean): Promise<Offer> {
    return await eventually(
      what,
      () => customer.call('getRecommendation', { path: { recommendation_id: id } }),
      until,
      {
        ...this.around.clock.within(PATIENCE),
        wake: customer.own.events,
        show: ({ status, validations }) =>
          `${status}, validated by ${validations.map(({ agent_type }) => agent_type).join(', ') || 'nobody'}`,
      },
    );
  }
}

/** How features call the bottlenecks that the contract names. */
const BOTTLENECKS: Readonly<Record<string, string>> = {
  'time to the first token': 'time_to_first_token',
  'time for each further word': 'time_per_output_token',
  'waiting requests': 'waiting_requests',
  'unused prefix cache': 'prefix_cache_unused',
  'memory nearly full': 'memory',
};

/** What features call a bottleneck. @throws Error for one that they have no words for */
export function bottleneckWords(name: string): string {
  return wordsFor(BOTTLENECKS, name);
}

/** The first offer of a change, by the change's name. @throws Error naming what was offered */
export function offered(offers: readonly Offer[], name: string): Offer {
  const offer = offers.find((each) => changeOf(each).name === name);
  if (offer) return offer;
  throw new Error(`No ${name} was offered, only ${offers.map((each) => changeOf(each).name).join(', ')}`);
}

function showFindings({ findings }: Analysis): string {
  const shown = findings.map(
    ({ decision, kind, reason, instance_ids }) => `${kind} ${decision} for ${instance_ids.length} machines (${reason})`,
  );
  return shown.join('; ') || 'the analysis found nothing';
}
