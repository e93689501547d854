import type { operations } from '../contracts/generated/openapi';
import type { Answer } from '../support/drivers/rest';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import type { Customer } from './customer';
import type { Surroundings } from './surroundings';

export type Offer = Answer<operations['getRecommendation']>;
export type Analysis = Answer<operations['getAnalysis']>;
type Validation = Offer['validations'][number];

/** How long an analysis, and then the other agents' validation, may take before a scenario gives up on it. */
const PATIENCE = Duration.parse('10 minutes');

/** What OptiInfra finds and offers, and what became of an offer. */
export class Offers {
  constructor(private readonly around: Surroundings) {}

  /** Asks for a cost analysis and waits for its end. @throws Error when the analysis itself failed */
  async analyse(customer: Customer): Promise<Analysis> {
    const { analysis_id } = await customer.call('analyzeCustomer', { body: { agent_type: 'cost' } });
    const analysis = await eventually(
      `the cost analysis of ${customer.name} to end`,
      () => customer.call('getAnalysis', { path: { analysis_id } }),
      ({ status }) => status !== 'started',
      { within: this.around.clock.wall(PATIENCE), wake: customer.own.events, deadline: String(PATIENCE) },
    );
    if (analysis.status === 'failed')
      throw new Error(`The cost analysis of ${customer.name} failed: ${analysis.error}`);
    return analysis;
  }

  /** The spot migrations among what the analysis led to. */
  async spotMigrations(customer: Customer, analysis: Analysis): Promise<readonly Offer[]> {
    const offers = await customer.call('listRecommendations');
    return offers.filter(({ id, type }) => type === 'spot_migration' && analysis.recommendation_ids.includes(id));
  }

  /** The one spot migration that the analysis led to, once the other agents have validated it. */
  async validated(customer: Customer, analysis: Analysis): Promise<Offer> {
    const [offer, ...others] = await this.spotMigrations(customer, analysis);
    if (!offer || others.length > 0) {
      throw new Error(
        `Expected one spot migration to be offered to ${customer.name}, found ${others.length + (offer ? 1 : 0)}: ${showFindings(analysis)}`,
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

  /** What an agent said of the offer. @throws Error naming who did say something */
  validation(offer: Offer, agent: Validation['agent_type']): Validation {
    const validation = offer.validations.find(({ agent_type }) => agent_type === agent);
    if (validation) return validation;
    throw new Error(
      `The ${agent} agent has not validated the offer, only ${offer.validations.map(({ agent_type }) => agent_type).join(', ') || 'nobody'} has`,
    );
  }

  /** Names of the machines that an offer concerns, sorted. */
  machines(customer: Customer, offer: Offer): readonly string[] {
    const names = new Map([...customer.own.machines].map(([name, instanceId]) => [instanceId, name]));
    return offer.instance_ids.map((instanceId) => names.get(instanceId) ?? instanceId).sort();
  }

  /** Why the analysis left a machine out. @throws Error when it did not */
  refusal(customer: Customer, analysis: Analysis, machine: string): string {
    const instanceId = customer.machine(machine);
    const finding = analysis.findings.find(
      ({ decision, instance_ids }) => decision === 'refused' && instance_ids.includes(instanceId),
    );
    if (!finding) throw new Error(`${machine} was not left out by the analysis: ${showFindings(analysis)}`);
    return finding.reason;
  }

  async #when(customer: Customer, { id }: Offer, what: string, until: (offer: Offer) => boolean): Promise<Offer> {
    return await eventually(
      what,
      () => customer.call('getRecommendation', { path: { recommendation_id: id } }),
      until,
      {
        within: this.around.clock.wall(PATIENCE),
        wake: customer.own.events,
        deadline: String(PATIENCE),
        show: ({ status, validations }) =>
          `${status}, validated by ${validations.map(({ agent_type }) => agent_type).join(', ') || 'nobody'}`,
      },
    );
  }
}

function showFindings({ findings }: Analysis): string {
  const shown = findings.map(
    ({ decision, kind, reason, instance_ids }) => `${kind} ${decision} for ${instance_ids.length} machines (${reason})`,
  );
  return shown.join('; ') || 'the analysis found nothing';
}
