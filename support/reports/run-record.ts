import type { Envelope, Pickle, TestStepResult } from '@cucumber/messages';
import type { Distribution } from '../drivers/load/distribution';
import { FAULT_MEDIA_TYPE, LOG_MEDIA_TYPE, THRESHOLD_MEDIA_TYPE } from './media-types';

export interface ScenarioRecord {
  readonly name: string;
  /** Where it stands: path:line, what `npm run bdd --` takes to run it alone. */
  readonly location: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  readonly failure?: FailureRecord | undefined;
  readonly thresholds: readonly ThresholdRecord[];
  /** Processes that were ended without asking. */
  readonly faults: readonly string[];
  /** What its steps logged. */
  readonly remarks: readonly string[];
}

export interface FailureRecord {
  readonly step: string;
  readonly message: string;
  /** Class of the error that was thrown, such as AssertionError; where none was, what Cucumber calls the step's status. */
  readonly kind: string;
}

export interface ThresholdRecord {
  readonly what: string;
  readonly promised: string;
  readonly measured: string;
  readonly headRoom: number;
  readonly distribution?: Distribution;
}

interface Running {
  readonly pickle: Pickle;
  readonly steps: ReadonlyMap<string, string>;
  readonly startedAt: number;
  worst: TestStepResult | undefined;
  worstStep: string;
  readonly thresholds: ThresholdRecord[];
  readonly faults: string[];
  readonly remarks: string[];
}

const NANOS = 1e6;

/** Reads a run's messages, one after the other, into what people want to know of it. Nothing but "passed" counts as passed. */
export class RunRecord {
  readonly scenarios: ScenarioRecord[] = [];
  /** Problems outside of any scenario: hooks of the run, files that cannot be read. */
  readonly problems: string[] = [];
  readonly #pickles = new Map<string, Pickle>();
  readonly #lines = new Map<string, number>();
  readonly #cases = new Map<string, { pickle: Pickle; steps: ReadonlyMap<string, string> }>();
  readonly #running = new Map<string, Running>();
  #firstStart = Number.POSITIVE_INFINITY;
  #lastEnd = Number.NEGATIVE_INFINITY;

  constructor(private readonly finished: (scenario: ScenarioRecord) => void = () => {}) {}

  /** Scenarios that stand in the features but were not chosen. */
  get leftOut(): number {
    return this.#pickles.size - this.#cases.size;
  }

  /** Wall milliseconds from the start of the first scenario to the end of the last one; 0 where none has ended. */
  get span(): number {
    return Math.max(this.#lastEnd - this.#firstStart, 0);
  }

  take(envelope: Envelope): void {
    const { gherkinDocument, pickle, testCase, testCaseStarted, attachment, testStepFinished, testCaseFinished } =
      envelope;
    if (gherkinDocument) noteLines(gherkinDocument, this.#lines);
    if (pickle) this.#pickles.set(pickle.id, pickle);
    if (testCase) this.#prepare(testCase);
    if (testCaseStarted) this.#start(testCaseStarted);
    if (attachment?.mediaType === THRESHOLD_MEDIA_TYPE) this.#keepThreshold(attachment);
    if (attachment?.mediaType === FAULT_MEDIA_TYPE)
      this.#running.get(attachment.testCaseStartedId ?? '')?.faults.push(textOf(attachment));
    if (attachment?.mediaType === LOG_MEDIA_TYPE)
      this.#running.get(attachment.testCaseStartedId ?? '')?.remarks.push(attachment.body);
    if (testStepFinished) this.#finishStep(testStepFinished);
    if (testCaseFinished) this.#finish(testCaseFinished);
    if (envelope.testRunFinished?.exception)
      this.problems.push(envelope.testRunFinished.exception.message ?? 'the run broke off');
    if (envelope.testRunHookFinished?.result.status === 'FAILED')
      this.problems.push(firstLine(envelope.testRunHookFinished.result));
    if (envelope.parseError) this.problems.push(envelope.parseError.message);
  }

  #prepare({ id, pickleId, testSteps }: NonNullable<Envelope['testCase']>): void {
    const pickle = this.#pickles.get(pickleId);
    if (!pickle) return;
    const texts = new Map(pickle.steps.map((step) => [step.id, step.text]));
    const steps = new Map(
      testSteps.map((step) => [step.id, texts.get(step.pickleStepId ?? '') ?? 'a hook around the scenario']),
    );
    this.#cases.set(id, { pickle, steps });
  }

  #start({ id, testCaseId, timestamp }: NonNullable<Envelope['testCaseStarted']>): void {
    const prepared = this.#cases.get(testCaseId);
    this.#firstStart = Math.min(this.#firstStart, milliseconds(timestamp));
    if (prepared)
      this.#running.set(id, {
        ...prepared,
        startedAt: milliseconds(timestamp),
        worst: undefined,
        worstStep: '',
        thresholds: [],
        faults: [],
        remarks: [],
      });
  }

  #keepThreshold({ testCaseStartedId, body }: NonNullable<Envelope['attachment']>): void {
    this.#running.get(testCaseStartedId ?? '')?.thresholds.push(JSON.parse(body) as ThresholdRecord);
  }

  #finishStep({ testCaseStartedId, testStepId, testStepResult }: NonNullable<Envelope['testStepFinished']>): void {
    const running = this.#running.get(testCaseStartedId);
    if (!running || severity(testStepResult) <= severity(running.worst)) return;
    running.worst = testStepResult;
    running.worstStep = running.steps.get(testStepId) ?? '';
  }

  #finish({ testCaseStartedId, timestamp, willBeRetried }: NonNullable<Envelope['testCaseFinished']>): void {
    const running = this.#running.get(testCaseStartedId);
    this.#running.delete(testCaseStartedId);
    this.#lastEnd = Math.max(this.#lastEnd, milliseconds(timestamp));
    if (!running || willBeRetried) return;
    // Hooks alone would let a scenario without steps pass.
    const worst = running.pickle.steps.length === 0 ? undefined : running.worst;
    const status = statusOf(worst);
    const line = this.#lines.get(running.pickle.astNodeIds.at(-1) ?? '') ?? 1;
    const scenario: ScenarioRecord = {
      name: running.pickle.name,
      location: `${running.pickle.uri}:${line}`,
      status,
      milliseconds: milliseconds(timestamp) - running.startedAt,
      failure: status === 'failed' ? failureOf(worst, running.worstStep) : undefined,
      thresholds: running.thresholds,
      faults: running.faults,
      remarks: running.remarks,
    };
    this.scenarios.push(scenario);
    this.finished(scenario);
  }
}

function statusOf(worst: TestStepResult | undefined): ScenarioRecord['status'] {
  if (worst?.status === 'PASSED') return 'passed';
  return worst?.status === 'SKIPPED' ? 'skipped' : 'failed';
}

function failureOf(worst: TestStepResult | undefined, step: string): FailureRecord {
  if (!worst)
    return { step: 'the scenario', message: 'It has no steps that were run, so it proves nothing.', kind: 'EMPTY' };
  return { step, message: messageOf(worst), kind: worst.exception?.type ?? worst.status };
}

const SEVERITY = ['PASSED', 'SKIPPED', 'PENDING', 'UNDEFINED', 'AMBIGUOUS', 'UNKNOWN', 'FAILED'];

function severity(result: TestStepResult | undefined): number {
  return result ? SEVERITY.indexOf(result.status) : -1;
}

function messageOf({ status, message, exception }: TestStepResult): string {
  if (status === 'UNDEFINED') return 'No step definition fits this sentence. "npm run steps" prints the vocabulary.';
  if (status === 'PENDING') return 'This step is not written yet.';
  return exception?.message ?? message ?? `the step is ${status.toLowerCase()}`;
}

function firstLine(result: TestStepResult): string {
  return messageOf(result).split('\n')[0] ?? '';
}

function milliseconds({ seconds, nanos }: { readonly seconds: number; readonly nanos: number }): number {
  return seconds * 1000 + nanos / NANOS;
}

function textOf({ body, contentEncoding }: NonNullable<Envelope['attachment']>): string {
  return contentEncoding === 'BASE64' ? Buffer.from(body, 'base64').toString() : body;
}

interface Node {
  readonly id?: string;
  readonly location?: { readonly line: number };
}

/** Lines of everything in a feature that has an id: scenarios, and rows of examples. */
function noteLines(node: unknown, lines: Map<string, number>): void {
  if (Array.isArray(node)) for (const child of node) noteLines(child, lines);
  else if (node && typeof node === 'object') {
    const { id, location } = node as Node;
    if (id && location) lines.set(id, location.line);
    for (const child of Object.values(node)) noteLines(child, lines);
  }
}
