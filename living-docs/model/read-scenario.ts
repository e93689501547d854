import type { Step as AstStep, Attachment, Pickle, PickleStep, TestCaseStarted } from '@cucumber/messages';
import type { Lineage } from '@cucumber/query';
import { redact } from '../../support/drivers/journal';
import { THRESHOLD_MEDIA_TYPE } from '../../support/reports/media-types';
import type { ThresholdRecord } from '../../support/reports/run-record';
import { type Evidence, evidenceOf, withoutControls } from './evidence';
import { type Messages, millisecondsOf, placeOf } from './messages';
import type { Attempt, HookResult, Outline, Scenario, Sentence, Step } from './scenario';
import { slug } from './slug';
import { type Status, statusOf } from './status';

/** What became of a pickle: its last attempt decides, as it does for Cucumber. */
export function readScenario(messages: Messages, pickle: Pickle): Scenario {
  const lineage = messages.query.findLineageBy(pickle) ?? {};
  const started = messages.attempts.get(pickle.id) ?? [];
  const attempts = started.map((each) => attemptOf(messages, each));
  const last = started.at(-1);
  const results = last ? resultsOf(messages, last) : NOTHING;
  const { rule, scenario } = lineage;
  const [outline, example] = [outlineOf(lineage), exampleOf(lineage)];
  const { status = 'not run', milliseconds = 0 } = attempts.at(-1) ?? {};
  return {
    id: addressOf(pickle, { outline, example }),
    name: pickle.name,
    uri: pickle.uri,
    line: messages.query.findLocationOf(pickle)?.line ?? 1,
    description: scenario?.description.trim() ?? '',
    tags: pickle.tags.map(({ name }) => name),
    rule: rule && { id: rule.id, name: rule.name, description: rule.description.trim() },
    outline,
    example,
    status,
    milliseconds,
    steps: pickle.steps.map((step) => stepOf({ messages, step, results, wasRun: last !== undefined })),
    hooks: results.hooks,
    evidence: results.evidence,
    attempts,
    thresholds: results.thresholds,
  };
}

/** Rows of one outline often share its title; then their values tell them apart. */
function addressOf({ name }: Pickle, { outline, example }: Pick<Scenario, 'outline' | 'example'>): string {
  if (name !== outline?.name) return slug(name);
  return `${slug(name)}-${slug([...example.values()].join(' '))}`;
}

function exampleOf({ examples, example }: Lineage): ReadonlyMap<string, string> {
  const headings = examples?.tableHeader?.cells ?? [];
  return new Map(headings.map(({ value }, index) => [value, example?.cells[index]?.value ?? '']));
}

function outlineOf({ scenario, example }: Lineage): Outline | undefined {
  if (!scenario || !example) return undefined;
  return { id: scenario.id, name: scenario.name, sentences: scenario.steps.map(sentenceOf) };
}

function sentenceOf({ keyword, text, dataTable, docString }: AstStep): Sentence {
  const table = dataTable?.rows.map(({ cells }) => cells.map(({ value }) => value));
  return { keyword, text, table, docString: docString?.content };
}

/** What the messages say of one attempt. */
interface Results {
  /** By the pickle's step. */
  readonly steps: ReadonlyMap<string, Pick<Step, 'status' | 'message' | 'evidence'>>;
  readonly hooks: readonly HookResult[];
  readonly evidence: readonly Evidence[];
  readonly thresholds: readonly ThresholdRecord[];
}

const NOTHING: Results = { steps: new Map(), hooks: [], evidence: [], thresholds: [] };

function resultsOf({ query, attachments }: Messages, started: TestCaseStarted): Results {
  const steps = new Map<string, Pick<Step, 'status' | 'message' | 'evidence'>>();
  const hooks: HookResult[] = [];
  const loose = [...(attachments.get(placeOf({ testCaseStartedId: started.id })) ?? [])];
  const thresholds: ThresholdRecord[] = [];
  for (const [finished, testStep] of query.findTestStepFinishedAndTestStepBy(started)) {
    const attached = attachments.get(placeOf({ testCaseStartedId: started.id, testStepId: testStep.id })) ?? [];
    thresholds.push(...attached.flatMap(thresholdOf));
    const status = statusOf(finished.testStepResult.status);
    const message = messageOf(finished.testStepResult);
    if (testStep.pickleStepId === undefined) {
      loose.push(...attached);
      if (message !== '') hooks.push({ name: query.findHookBy(testStep)?.name ?? 'A hook', status, message });
    } else steps.set(testStep.pickleStepId, { status, message, evidence: shown(attached) });
  }
  return { steps, hooks, evidence: shown(loose), thresholds };
}

function shown(attachments: readonly Attachment[]): readonly Evidence[] {
  return attachments.filter(({ mediaType }) => mediaType !== THRESHOLD_MEDIA_TYPE).map(evidenceOf);
}

function thresholdOf({ mediaType, body }: Attachment): readonly ThresholdRecord[] {
  if (mediaType !== THRESHOLD_MEDIA_TYPE) return [];
  try {
    const { what, promised, measured, headRoom } = JSON.parse(body) as Partial<ThresholdRecord>;
    return [{ what: String(what), promised: String(promised), measured: String(measured), headRoom: Number(headRoom) }];
  } catch {
    return [];
  }
}

interface Place {
  readonly messages: Messages;
  readonly step: PickleStep;
  readonly results: Results;
  readonly wasRun: boolean;
}

function stepOf({ messages, step, results, wasRun }: Place): Step {
  const ast = messages.query.findStepBy(step);
  const { dataTable, docString } = step.argument ?? {};
  const result = results.steps.get(step.id) ?? { status: wasRun ? 'unknown' : 'not run', message: '', evidence: [] };
  return {
    keyword: ast?.keyword ?? '',
    text: step.text,
    table: dataTable?.rows.map(({ cells }) => cells.map(({ value }) => value)),
    docString: docString?.content,
    ...(result as { readonly status: Status; readonly message: string; readonly evidence: readonly Evidence[] }),
  };
}

function attemptOf({ query }: Messages, started: TestCaseStarted): Attempt {
  const worst = query.findMostSevereTestStepResultBy(started);
  const end = query.findTestCaseFinishedBy(started)?.timestamp;
  const startedAt = millisecondsOf(started.timestamp);
  return {
    // Without any step it has passed, says Cucumber. One that never ended has proven nothing, whatever its steps say.
    status: end ? statusOf(worst?.status ?? 'PASSED') : 'unknown',
    milliseconds: end ? millisecondsOf(end) - startedAt : 0,
    startedAt,
    message: worst ? messageOf(worst) : '',
  };
}

type Result = NonNullable<ReturnType<Messages['query']['findMostSevereTestStepResultBy']>>;

function messageOf({ status, message, exception }: Result): string {
  switch (status) {
    case 'PASSED':
      return '';
    case 'UNDEFINED':
      return 'No step definition fits this sentence yet.';
    case 'PENDING':
      return 'This step is not written yet.';
    case 'SKIPPED':
      return '';
    default:
      return redact(withoutControls(exception?.message ?? message ?? `The step is ${status.toLowerCase()}.`));
  }
}
