import { AssertionError } from 'chai';
import type { Named } from '../../support/drivers/valid-request';
import type { Subscriber } from '../subscriber';
import type { Surroundings } from '../surroundings';
import type { Trespass } from './trespass';

/** All that a customer has at OptiInfra, as its owner and the stores show it. */
export interface Possessions {
  readonly owner: Subscriber;
  /** What a request can name, by the names that the contract has for it. */
  readonly named: Named;
  /** Each thing in words that change with it. */
  readonly contents: readonly string[];
}

/** Views of PostgreSQL in which each row belongs to a customer. */
const VIEWS = ['customers', 'recommendations', 'approvals', 'optimizations', 'resolutions', 'agent_events'] as const;

/** What customers own at OptiInfra, for those who must not get at it. */
export class PossessionsOf {
  constructor(private readonly around: Surroundings) {}

  /** Asks for what also somebody who has only signed up may ask for. */
  async askForAnalysis(owner: Subscriber): Promise<Named> {
    const body = { customer_id: owner.own.customerId, analysis_type: 'cost_optimization' };
    const { task_id } = await owner.call('requestAnalysis', { body });
    return { task_id };
  }

  /** @param asked ids that no list holds */
  async of(owner: Subscriber, asked: Named = {}): Promise<Possessions> {
    const [recommendations, optimizations, resolutions] = await Promise.all([
      owner.call('listRecommendations'),
      owner.call('listOptimizations'),
      owner.call('listResolutions'),
    ]);
    const named = {
      customer_id: owner.own.customerId,
      ...asked,
      ...idOf('recommendation_id', recommendations),
      ...idOf('optimization_id', optimizations),
      ...idOf('resolution_id', resolutions),
      ...(recommendations.length > 1 && { recommendation_ids: recommendations.slice(0, 2).map(({ id }) => id) }),
    };
    return { owner, named, contents: await this.contents(owner) };
  }

  /** All that a customer has, each thing in words that change with it. @throws AssertionError where there is nothing */
  async contents(owner: Subscriber): Promise<readonly string[]> {
    const { customerId: customer_id } = owner.own;
    const [preferences, ...views] = await Promise.all([
      owner.call('getPreferences'),
      ...VIEWS.map((view) => this.around.postgres.rows(view, { customer_id })),
    ]);
    const rows = views.flatMap((found, index) => found.map((row) => `${VIEWS[index]} ${JSON.stringify(row)}`));
    if (rows.length === 0) throw new AssertionError(`OptiInfra has nothing on record of ${owner.name}`);
    return [`preferences ${JSON.stringify(preferences)}`, ...rows];
  }

  /** What is not as it was, and what of it a refusal has told. */
  async harmed({ owner, named, contents }: Possessions, trespasses: readonly Trespass[]): Promise<readonly string[]> {
    const now = await this.contents(owner);
    const facts = [owner.own.email, ...Object.values(named).flat().map(String)];
    return [
      ...contents.filter((each) => !now.includes(each)).map((each) => `gone or changed: ${each}`),
      ...now.filter((each) => !contents.includes(each)).map((each) => `new or changed: ${each}`),
      ...trespasses.flatMap(({ act, refusal }) =>
        facts.filter((fact) => refusal?.detail.includes(fact)).map((fact) => `told when refusing to ${act}: ${fact}`),
      ),
    ];
  }
}

/** What can be named of analyses, which no list of the customer's holds. */
export function idsAsked(asked: Named = {}, analysis?: { readonly analysis_id: string }): Named {
  return { ...asked, ...(analysis && { analysis_id: analysis.analysis_id }) };
}

type Listed = readonly { readonly id: string }[];

function idOf(name: keyof Named, [first]: Listed): Named {
  return first ? { [name]: first.id } : {};
}
