import type { Attachment, Envelope, Pickle, TestCaseStarted } from '@cucumber/messages';
import { Query } from '@cucumber/query';
import { capabilityOf } from '../../support/specification/feature-rules';
import { type Messages, millisecondsOf, placeOf } from './messages';
import { readScenario } from './read-scenario';
import type { Feature, Scenario } from './scenario';
import { Addresses, slug } from './slug';
import { countStatuses, type Status, statusOf, type Totals } from './status';
import { type Definition, definitionsIn } from './vocabulary';

/** What is known of a run, or of a specification that nothing was run of. */
export interface Run {
  readonly features: readonly Feature[];
  /** Scenarios by status, each once, as its last attempt went: Cucumber's own totals, and what was not run. */
  readonly totals: Totals;
  /** Sentences of those scenarios, by status. */
  readonly stepTotals: Totals;
  /** What went wrong outside of any scenario. */
  readonly problems: readonly string[];
  readonly definitions: readonly Definition[];
  /** Wall time of the run in milliseconds since 1970; undefined where nothing was run. */
  readonly startedAt: number | undefined;
  readonly milliseconds: number | undefined;
  /** Which program ran it, for the foot of each page. */
  readonly tool: string;
}

export function readRun(envelopes: Iterable<Envelope>): Run {
  const query = new Query();
  const started: TestCaseStarted[] = [];
  const attachments = new Map<string, Attachment[]>();
  const problems: string[] = [];
  for (const envelope of envelopes) {
    query.update(envelope);
    if (envelope.testCaseStarted) started.push(envelope.testCaseStarted);
    if (envelope.attachment) keep(attachments, placeOf(envelope.attachment), envelope.attachment);
    problems.push(...problemsIn(envelope));
  }
  const messages = { query, attempts: byPickle(query, started), attachments };
  const features = featuresOf(messages);
  const scenarios = features.flatMap((feature) => feature.scenarios);
  return {
    features,
    totals: countStatuses(scenarios.map(({ status }) => status)),
    stepTotals: countStatuses(stepsOf(messages)),
    problems,
    definitions: definitionsIn(query),
    ...timesOf(query),
    tool: toolOf(query),
  };
}

function keep<T>(map: Map<string, T[]>, key: string, value: T): void {
  const there = map.get(key);
  if (there) there.push(value);
  else map.set(key, [value]);
}

function byPickle(query: Query, started: readonly TestCaseStarted[]): ReadonlyMap<string, readonly TestCaseStarted[]> {
  const attempts = new Map<string, TestCaseStarted[]>();
  for (const attempt of started) {
    const pickle = query.findPickleBy(attempt);
    if (pickle) keep(attempts, pickle.id, attempt);
  }
  return attempts;
}

function problemsIn({ testRunHookFinished, testRunFinished, parseError }: Envelope): readonly string[] {
  const { exception } = testRunFinished ?? {};
  const { result } = testRunHookFinished ?? {};
  return [
    ...(parseError ? [parseError.message] : []),
    ...(result?.status === 'FAILED' ? [result.exception?.message ?? result.message ?? 'a hook of the run failed'] : []),
    ...(exception ? [exception.message ?? 'the run broke off'] : []),
  ];
}

function featuresOf(messages: Messages): readonly Feature[] {
  const { query } = messages;
  const pickles = new Map<string, Pickle[]>();
  for (const pickle of query.findAllPickles()) keep(pickles, pickle.uri, pickle);
  const features = new Addresses();
  const scenarios = new Addresses();
  return [...pickles]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([uri, members]) => featureOf({ messages, uri, members, features, scenarios }));
}

interface Raw {
  readonly messages: Messages;
  readonly uri: string;
  readonly members: readonly Pickle[];
  readonly features: Addresses;
  readonly scenarios: Addresses;
}

function featureOf({ messages, uri, members, features, scenarios }: Raw): Feature {
  const [first] = members;
  const head = first && messages.query.findLineageBy(first)?.feature;
  const capability = capabilityOf(uri);
  const own = members.map((pickle) => readScenario(messages, pickle)).sort((one, other) => one.line - other.line);
  const named = own.map((scenario): Scenario => ({ ...scenario, id: scenarios.take(scenario.id) }));
  return {
    id: features.take(
      slug(
        `${capability} ${
          uri
            .split('/')
            .at(-1)
            ?.replace(/\.feature.*$/, '') ?? ''
        }`,
      ),
    ),
    uri,
    capability,
    name: head?.name || uri,
    description: head?.description.trim() ?? '',
    tags: head?.tags.map(({ name }) => name) ?? [],
    scenarios: named,
    totals: countStatuses(named.map(({ status }) => status)),
  };
}

/** Cucumber counts sentences and hooks alike, of the attempts that decide. */
function stepsOf({ query }: Messages): readonly Status[] {
  return query
    .findAllTestCaseFinished()
    .flatMap((attempt) => query.findTestStepsFinishedBy(attempt).map((step) => statusOf(step.testStepResult.status)));
}

function timesOf(query: Query): Pick<Run, 'startedAt' | 'milliseconds'> {
  const start = query.findTestRunStarted()?.timestamp;
  const end = query.findTestRunFinished()?.timestamp;
  const startedAt = start && millisecondsOf(start);
  return { startedAt, milliseconds: startedAt !== undefined && end ? millisecondsOf(end) - startedAt : undefined };
}

function toolOf(query: Query): string {
  const { implementation } = query.findMeta() ?? {};
  return implementation ? `${implementation.name} ${implementation.version ?? ''}`.trim() : '';
}
