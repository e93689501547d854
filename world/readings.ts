import { AssertionError } from 'chai';
import {
  type ContractOperation,
  contractOperations,
  type Parameter,
  summaryOf,
} from '../support/drivers/contract-operations';
import { type Distribution, distributionOf } from '../support/drivers/load/distribution';
import type { Answered, Loaded, Pressure, Repeated } from '../support/drivers/load/load';
import { fill, queryOf } from '../support/drivers/rest';
import { type Analyses, SOON } from './analyses';
import type { CastName, Plan } from './cast';
import { changeNamed } from './changes';
import type { Conflicts } from './conflicts';
import type { Customer } from './customer';
import type { Customers } from './customers';
import type { Offers } from './offers';
import type { Look, Records } from './records';
import { assertEnd } from './rollout';
import type { Rollouts } from './rollouts';
import type { Surroundings } from './surroundings';

/** Somebody who looks, with what there is to be seen: ids, by the names that the contract gives them. */
interface Reader {
  readonly headers: Readonly<Record<string, string>>;
  readonly known: Readonly<Record<string, string>>;
}

/** What became of looking at everything. */
export interface Sight {
  /** By operation. */
  readonly answered: readonly Answered[];
  /** Into the records, by everybody, in the meantime. */
  readonly looks: readonly Look[];
}

interface Ways {
  readonly customers: Customers;
  readonly offers: Offers;
  readonly conflicts: Conflicts;
  readonly rollouts: Rollouts;
  readonly analyses: Analyses;
  readonly records: Records;
}

/** Everything that may be looked at, by many at once. */
export class Readings {
  readonly #readers: Reader[] = [];

  constructor(
    private readonly around: Surroundings,
    private readonly ways: Ways,
  ) {}

  async prepareAll(names: readonly CastName[], plan: Plan): Promise<void> {
    const { customers } = this.ways;
    for (const name of names) customers.expect(name, { plan });
    await Promise.all(names.map(async (name) => this.prepare(await customers.join(name))));
  }

  /** Brings about one record at least of every kind that can be looked at: what is offered, settled, changed, analysed. */
  async prepare(customer: Customer): Promise<void> {
    const { offers, conflicts, rollouts, analyses } = this.ways;
    const analysis = await offers.analyse(customer, 'resource');
    const [idle, smaller] = [changeNamed('shutdown of an idle machine'), changeNamed('right-sizing')];
    const both = [
      await offers.validated(customer, analysis, idle),
      await offers.validated(customer, analysis, smaller),
    ] as const;
    const { resolution } = await conflicts.settle(customer, both);
    const rollout = await rollouts.approve(customer, both[0]);
    assertEnd(idle, await rollouts.ended(rollout, SOON, Date.now()), 'completed');
    const { task_id } = await analyses.outcome(await analyses.request(customer, 'cost optimization'));
    const { customerId, accessToken } = customer.own;
    this.#readers.push({
      headers: { authorization: `Bearer ${accessToken}` },
      known: {
        customer_id: customerId,
        analysis_id: analysis.analysis_id,
        recommendation_id: both[1].id,
        optimization_id: rollout.optimizationId,
        resolution_id: resolution.id,
        task_id,
      },
    });
  }

  /** All customers that were prepared, and the operator, look at everything at the same time. */
  async look(pressure: Pressure): Promise<Sight> {
    const operations = await this.#everything();
    const { load } = this.around;
    const { result, looks } = await this.ways.records.during(() => load.run(operations, pressure));
    return { answered: result, looks };
  }

  async #everything(): Promise<readonly Loaded[]> {
    const operator = await this.around.operator.authorization();
    const reading = contractOperations().filter(({ method }) => method === 'get');
    return reading.map((operation) => {
      const isOperators = operation.onlyFor === 'operator';
      const readers = isOperators ? this.#readers.map(({ known }) => ({ known, headers: operator })) : this.#readers;
      return {
        operationId: operation.operationId,
        requests: readers.flatMap((reader) => requestsOf(operation, reader)),
      };
    });
  }
}

/** One for each value of what has to be asked for. */
function requestsOf({ path, parameters }: ContractOperation, { known, headers }: Reader): readonly Repeated[] {
  const filled = fill(path, known);
  const wanted = parameters.filter((parameter) => parameter.in === 'query' && parameter.required);
  return queriesOf(wanted).map((query) => ({ path: `${filled}${queryOf(query)}`, headers }));
}

function queriesOf(wanted: readonly Parameter[]): readonly Readonly<Record<string, string>>[] {
  return wanted.reduce<readonly Readonly<Record<string, string>>[]>(
    (queries, { name, schema }) =>
      queries.flatMap((query) => (schema.enum ?? []).map((value) => ({ ...query, [name]: String(value) }))),
    [{}],
  );
}

/** How long all answers took. */
export function spreadOfAll({ answered }: Sight): Distribution {
  return distributionOf(answered.flatMap(({ milliseconds }) => milliseconds));
}

export function spreadOfQuestion({ answered }: Sight, operationId: string): Distribution {
  return distributionOf(answered.find((one) => one.operationId === operationId)?.milliseconds ?? []);
}

/** The question, in business words, whose answers took longest by their P95. */
export function slowest(sight: Sight): { readonly question: string; readonly spread: Distribution } {
  const [first] = byP95(sight);
  if (!first) throw new AssertionError('Nobody looked at anything');
  return first;
}

/** What kept answers from counting as served, in words, each once with how often it was seen. */
export function faultsOf({ answered }: Sight): readonly string[] {
  return answered.flatMap(({ operationId, faults }) => {
    const counts = new Map<string, number>();
    for (const fault of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1);
    return [...counts].map(([fault, times]) => `${summaryOf(operationId)}, ${times} times: ${fault}`);
  });
}

/** For the report: a line for each question, then one for each of the slowest looks into the records. */
export function showSight(sight: Sight): string {
  const checked = sight.answered.reduce((sum, one) => sum + one.checked, 0);
  const slowLooks = sight.looks.slice(0, SHOWN);
  return [
    ['question', 'answers', 'P50', 'P95', 'P99', 'most'].join('\t'),
    ...[{ question: 'all of them', spread: spreadOfAll(sight) }, ...byP95(sight)].map(({ question, spread }) =>
      [question, spread.count, ...[spread.p50, spread.p95, spread.p99, spread.max].map(inMilliseconds)].join('\t'),
    ),
    `${checked} answers were compared with the contract.`,
    '',
    ['look into the records', 'times', 'on average'].join('\t'),
    ...slowLooks.map(({ statement, times, milliseconds }) =>
      [statement.replaceAll(/\s+/g, ' ').slice(0, 120), times, inMilliseconds(milliseconds)].join('\t'),
    ),
  ].join('\n');
}

const SHOWN = 10;

function inMilliseconds(value: number): string {
  return `${value.toFixed(1)} ms`;
}

/** The slowest first. */
function byP95({ answered }: Sight): readonly { readonly question: string; readonly spread: Distribution }[] {
  return answered
    .map(({ operationId, milliseconds }) => ({
      question: summaryOf(operationId),
      spread: distributionOf(milliseconds),
    }))
    .toSorted((one, other) => other.spread.p95 - one.spread.p95);
}
