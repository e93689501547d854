import type { Customer } from './customer';
import type { Surroundings } from './surroundings';

type Row = Readonly<Record<string, unknown>>;

/** Views of the books with a row for each thing of a customer's. */
const VIEWS = [
  'analyses',
  'recommendations',
  'approvals',
  'optimizations',
  'optimization_outcomes',
  'resolutions',
  'agent_events',
  'events',
  'audit_log',
] as const;
type Books = Readonly<Record<(typeof VIEWS)[number], readonly Row[]>>;

/** What a record may speak of: the field that holds the id, and the view and column in which that id has to stand. */
const SUBJECTS: Readonly<Record<string, { readonly view: (typeof VIEWS)[number]; readonly id: string }>> = {
  analysis: { view: 'analyses', id: 'analysis_id' },
  recommendation: { view: 'recommendations', id: 'recommendation_id' },
  optimization: { view: 'optimizations', id: 'optimization_id' },
  resolution: { view: 'resolutions', id: 'resolution_id' },
};

/** Records of which each has to speak of something in the books. */
const SPEAKERS: readonly (readonly [(typeof VIEWS)[number], string])[] = [
  ['approvals', 'recommendation'],
  ['optimizations', 'recommendation'],
  ['optimization_outcomes', 'optimization'],
  ['agent_events', 'resolution'],
];

const ENDED = ['completed', 'rolled_back'];

/** What OptiInfra's stores say of each other's records, looked up from outside. */
export class References {
  constructor(private readonly around: Surroundings) {}

  /** What is on record of a customer and is not true, in words. @throws Error when there is nothing on record */
  async untrue(customer: Customer): Promise<readonly string[]> {
    const books = await this.#booksOf(customer);
    if (books.optimizations.length === 0) throw new Error(`OptiInfra has no change of ${customer.name} on record`);
    return [
      ...dangling(books),
      ...unlinked(books),
      ...(await this.#stepless(books)),
      ...(await this.#misremembered(customer, books)),
      ...(await this.#mismeasured(customer)),
    ];
  }

  async #booksOf({ own }: Customer): Promise<Books> {
    const where = { customer_id: own.customerId };
    const views = VIEWS.map(async (view) => [view, await this.around.postgres.rows<Row>(view, where)] as const);
    return Object.fromEntries(await Promise.all(views)) as Books;
  }

  async #stepless({ optimizations }: Books): Promise<readonly string[]> {
    const looks = optimizations.map(async ({ optimization_id: id }) => {
      const steps = await this.around.postgres.rows<Row>('optimization_steps', { optimization_id: String(id) });
      return steps.length === 0 ? [`the change ${id} has no steps`] : [];
    });
    return (await Promise.all(looks)).flat();
  }

  /** What is remembered has to be in the books, for the same customer and with the same figures, and the other way round. */
  async #misremembered({ own }: Customer, { optimization_outcomes: outcomes }: Books): Promise<readonly string[]> {
    const memories = await this.around.qdrant.payloads('optimization_outcomes', { customer_id: own.customerId });
    const remembered = memories.map(figuresOf);
    const recorded = outcomes.filter(({ stored_in_vector_db: isStored }) => isStored === true).map(figuresOf);
    return [
      ...remembered.filter((one) => !recorded.includes(one)).map((one) => `remembered, but not in the books: ${one}`),
      ...recorded.filter((one) => !remembered.includes(one)).map((one) => `in the books, but not remembered: ${one}`),
      ...outcomes
        .filter(({ stored_in_vector_db: isStored }) => isStored !== true)
        .map((one) => `not remembered yet: ${figuresOf(one)}`),
    ];
  }

  /** What was measured concerns the customer as a whole, or a cloud, a model, an engine or a machine of the customer's. */
  async #mismeasured({ own, name }: Customer): Promise<readonly string[]> {
    const query = 'select distinct scope from metrics where customer_id = {customer:UUID}';
    const scopes = await this.around.clickhouse.rows<{ readonly scope: string }>(query, { customer: own.customerId });
    if (scopes.length === 0) throw new Error(`OptiInfra has measured nothing of ${name}`);
    const [deployments, machines] = await Promise.all([own.gateway.deployments(), own.cloud.machines()]);
    const known = new Set([
      'aws',
      'gcp',
      ...deployments.map((one) => one.name),
      ...machines.map((one) => one.instanceId),
    ]);
    const parts = scopes.flatMap(({ scope }) => scope.split(',')).filter((part) => part !== '');
    // Engines that have ended meanwhile are known by the model that they served.
    const isKnown = (part: string) => known.has(part) || known.has(part.replace(/-\d+$/, ''));
    return parts.filter((part) => !isKnown(part)).map((part) => `measured of ${part}, which ${name} does not have`);
  }
}

/** Records that speak of what is not in the customer's books. */
function dangling(books: Books): readonly string[] {
  const isKnown = (subject: string, id: unknown) => {
    const { view, id: column } = SUBJECTS[subject] ?? { view: 'events', id: '' };
    return books[view].some((row) => row[column] === id);
  };
  const complain = (what: string, subject: string, id: unknown) =>
    isKnown(subject, id) ? [] : [`${what} speaks of the ${subject} ${id}, which does not exist`];
  return [
    ...SPEAKERS.flatMap(([view, subject]) =>
      books[view].flatMap((row) => complain(`a record in ${view}`, subject, row[SUBJECTS[subject]?.id ?? ''])),
    ),
    ...books.events.flatMap(({ event_id, data }) =>
      Object.keys(SUBJECTS).flatMap((subject) => {
        const id = (data as Row)[SUBJECTS[subject]?.id ?? ''];
        return id === undefined ? [] : complain(`message ${event_id}`, subject, id);
      }),
    ),
    ...books.audit_log.flatMap(({ id, subject_type, subject_id }) =>
      String(subject_type) in SUBJECTS ? complain(`audit entry ${id}`, String(subject_type), subject_id) : [],
    ),
  ];
}

/** What has to be there because something else is. */
function unlinked({ approvals, optimizations, optimization_outcomes: outcomes, events }: Books): readonly string[] {
  const ids = events.map(({ event_id }) => Number(event_id)).sort((one, other) => one - other);
  const gaps = ids.filter((id, index) => id !== index + 1);
  return [
    ...optimizations
      .filter(
        ({ recommendation_id: id }) =>
          !approvals.some((one) => one.recommendation_id === id && one.decision === 'approved'),
      )
      .map(({ optimization_id: id }) => `the change ${id} was begun without an approval`),
    ...approvals
      .filter(
        ({ decision, recommendation_id: id }) =>
          decision === 'approved' && !optimizations.some((one) => one.recommendation_id === id),
      )
      .map(({ recommendation_id: id }) => `the offer ${id} was approved, and nothing was begun`),
    ...optimizations
      .filter(
        ({ status, optimization_id: id }) =>
          ENDED.includes(String(status)) && !outcomes.some((one) => one.optimization_id === id),
      )
      .map(({ optimization_id: id }) => `the change ${id} has ended without an outcome`),
    ...(gaps.length > 0 ? [`messages are missing before number ${gaps[0]}`] : []),
  ];
}

/** Dollars are compared in cents: the books keep them as decimals, the memory as numbers. */
function figuresOf({
  optimization_id: id,
  success,
  predicted_savings: predicted,
  actual_savings: actual,
}: Row): string {
  return `change ${id}, success ${success}, $${Number(predicted).toFixed(2)} promised, $${Number(actual).toFixed(2)} saved`;
}
