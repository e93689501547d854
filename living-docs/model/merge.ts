import type { Envelope, GherkinDocument, Pickle, TestCaseStarted, Timestamp } from '@cucumber/messages';
import { ConfigurationError } from '../../support/config';
import { millisecondsOf } from './messages';
import type { Stream } from './stream';

/**
 * One stream of several: parts of one run, or a run and the repetition of what failed in it. Each part tells of every scenario with ids of
 * its own, of its own beginning and its own end; the whole tells once of each. Of a scenario that was run in several parts the last one decides.
 * @throws {ConfigurationError} when the parts are runs of different texts
 */
export function mergeStreams(streams: readonly Stream[]): readonly Envelope[] {
  const [first, ...others] = [...streams].sort((one, other) => startOf(one) - startOf(other));
  if (!first || others.length === 0) return first?.envelopes ?? [];
  const known = new Known();
  const parts = [first, ...others].map((stream, index) => known.admit(stream, index));
  return whole(repeatedAsAttempts(parts.flat()));
}

function startOf({ envelopes }: Stream): number {
  const start = envelopes.find(({ testRunStarted }) => testRunStarted)?.testRunStarted?.timestamp;
  return start ? millisecondsOf(start) : 0;
}

/** What the parts so far have told of the specification and the step definitions, so that the next one's ids are brought back to theirs. */
class Known {
  readonly #sources = new Map<string, { readonly data: string; readonly file: string }>();
  readonly #ids = new Map<string, string>();

  admit({ file, envelopes }: Stream, index: number): readonly Envelope[] {
    const own = new Map<string, string>();
    const admitted: Envelope[] = [];
    for (const envelope of envelopes) {
      const news = this.#isNews(envelope, { file, own });
      // Ids that count from zero stand in every part.
      const renamed = index === 0 ? envelope : rename(envelope, (id) => own.get(id) ?? `${index}:${id}`);
      if (news) admitted.push(renamed);
      this.#note(envelope, (id) => (index === 0 ? id : (own.get(id) ?? `${index}:${id}`)));
    }
    return admitted;
  }

  /** Whether no part has told of it yet; else its ids stand for those that there are. */
  #isNews(envelope: Envelope, { file, own }: { readonly file: string; readonly own: Map<string, string> }): boolean {
    if (envelope.source) return this.#isNewSource(envelope.source, file);
    const pairs = namesIn(envelope).map(({ name, id }) => ({ id, known: this.#ids.get(name) }));
    if (pairs.length === 0 || pairs.some(({ known }) => known === undefined)) return true;
    for (const { id, known = id } of pairs) own.set(id, known);
    return false;
  }

  #isNewSource({ uri, data }: NonNullable<Envelope['source']>, file: string): boolean {
    const known = this.#sources.get(uri);
    if (!known) this.#sources.set(uri, { data, file });
    if (known && known.data !== data)
      throw new ConfigurationError(
        'The part of the run',
        file,
        `a run of the same features as ${known.file}, which reads ${uri} differently`,
      );
    return !known;
  }

  #note(envelope: Envelope, idOf: (id: string) => string): void {
    for (const { name, id } of namesIn(envelope)) if (!this.#ids.has(name)) this.#ids.set(name, idOf(id));
  }
}

interface Named {
  /** The same in every part. */
  readonly name: string;
  readonly id: string;
}

/** Everything in a message that other messages point to and that is the same thing in each part. */
function namesIn({ gherkinDocument, pickle, stepDefinition, hook, parameterType }: Envelope): readonly Named[] {
  if (gherkinDocument) return namesInDocument(gherkinDocument);
  if (pickle) return namesInPickle(pickle);
  const code = stepDefinition ?? hook ?? parameterType;
  if (!code) return [];
  const { uri, location } = code.sourceReference ?? {};
  const what = stepDefinition?.pattern.source ?? hook?.name ?? parameterType?.name ?? '';
  return [{ name: `code ${uri}:${location?.line}:${what}`, id: code.id }];
}

function namesInDocument({ uri, feature }: GherkinDocument): readonly Named[] {
  const found: Named[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const child of node) visit(child);
    if (!node || typeof node !== 'object' || Array.isArray(node)) return;
    const { id, location } = node as { readonly id?: string; readonly location?: { line: number; column?: number } };
    if (id && location) found.push({ name: `node ${uri}:${location.line}:${location.column}`, id });
    for (const child of Object.values(node)) visit(child);
  };
  visit(feature);
  return found;
}

/** By its lines in the feature, which the parts share. */
function namesInPickle({ uri, id, location, name, steps }: Pickle): readonly Named[] {
  const place = `pickle ${uri}:${JSON.stringify(location)}:${name}`;
  return [{ name: place, id }, ...steps.map((step, index) => ({ name: `${place} step ${index}`, id: step.id }))];
}

/** Fields of messages that hold an id, or several. */
const ID_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'astNodeId',
  'astNodeIds',
  'hookId',
  'pickleId',
  'pickleStepId',
  'stepDefinitionIds',
  'testCaseId',
  'testCaseStartedId',
  'testRunHookStartedId',
  'testRunStartedId',
  'testStepId',
]);

function rename<T>(value: T, as: (id: string) => string): T {
  if (Array.isArray(value)) return value.map((each) => rename(each, as)) as T;
  if (!value || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, inner]: [string, unknown]) => [
    key,
    ID_FIELDS.has(key) ? renamedId(inner, as) : rename(inner, as),
  ]);
  return Object.fromEntries(entries) as T;
}

function renamedId(value: unknown, as: (id: string) => string): unknown {
  if (Array.isArray(value)) return value.map((each) => renamedId(each, as));
  return typeof value === 'string' ? as(value) : value;
}

/** A scenario that stands in several parts was repeated: all but its last go are attempts that were followed by another. */
function repeatedAsAttempts(envelopes: readonly Envelope[]): readonly Envelope[] {
  const pickles = new Map(envelopes.flatMap(({ testCase }) => (testCase ? [[testCase.id, testCase.pickleId]] : [])));
  const attempts = new Map<string, TestCaseStarted[]>();
  for (const { testCaseStarted } of envelopes) {
    if (!testCaseStarted) continue;
    const pickle = pickles.get(testCaseStarted.testCaseId) ?? '';
    attempts.set(pickle, [...(attempts.get(pickle) ?? []), testCaseStarted]);
  }
  const numbers = new Map<string, { readonly attempt: number; readonly isLast: boolean }>();
  for (const goes of attempts.values())
    for (const [attempt, { id }] of goes.entries()) numbers.set(id, { attempt, isLast: attempt === goes.length - 1 });
  return envelopes.map((envelope) => {
    const { testCaseStarted: started, testCaseFinished: finished } = envelope;
    const { attempt = 0 } = numbers.get(started?.id ?? '') ?? {};
    if (started) return { testCaseStarted: { ...started, attempt } };
    if (!finished) return envelope;
    const willBeRetried = numbers.get(finished.testCaseStartedId)?.isLast === false;
    return { testCaseFinished: { ...finished, willBeRetried } };
  });
}

/** One beginning, one end, one description of the machine. */
function whole(envelopes: readonly Envelope[]): readonly Envelope[] {
  const meta = envelopes.find((envelope) => envelope.meta);
  const starts = envelopes.flatMap(({ testRunStarted }) => testRunStarted ?? []);
  const ends = envelopes.flatMap(({ testRunFinished }) => testRunFinished ?? []);
  const [start] = starts;
  const rest = envelopes.filter((each) => !each.meta && !each.testRunStarted && !each.testRunFinished);
  const runs = new Set(starts.map(({ id }) => id));
  const one = rest.map((envelope) =>
    runs.size > 1 && start?.id !== undefined
      ? rename(envelope, (id) => (runs.has(id) ? (start.id ?? id) : id))
      : envelope,
  );
  const exception = ends.find((end) => end.exception)?.exception;
  const end = [...ends].sort((one, other) => order(one.timestamp, other.timestamp)).at(-1);
  return [
    ...(meta ? [meta] : []),
    ...(start ? [{ testRunStarted: start }] : []),
    ...one,
    // A part without an end was killed: then the whole has none either.
    ...(end && ends.length === starts.length
      ? [
          {
            testRunFinished: {
              ...end,
              success: ends.every(({ success }) => success),
              ...(exception ? { exception } : {}),
            },
          },
        ]
      : []),
  ];
}

function order(one: Timestamp, other: Timestamp): number {
  return millisecondsOf(one) - millisecondsOf(other);
}
