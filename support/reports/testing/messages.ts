import {
  AttachmentContentEncoding,
  type Envelope,
  type TestStepResult,
  TestStepResultStatus,
} from '@cucumber/messages';
import { FAULT_MEDIA_TYPE, LOG_MEDIA_TYPE, THRESHOLD_MEDIA_TYPE } from '../media-types';
import type { ThresholdRecord } from '../run-record';

type Status = keyof typeof TestStepResultStatus;

/** How one attempt at a scenario went: a status per step, and what a failed one said. */
export interface Attempt {
  readonly steps: readonly Status[];
  readonly message?: string;
  readonly thresholds?: readonly ThresholdRecord[];
  readonly faults?: readonly string[];
  readonly remarks?: readonly string[];
}

/** Every attempt takes as long. */
export const ATTEMPT_MILLISECONDS = 1500;

const START = { seconds: 100, nanos: 0 };
const END = { seconds: 101, nanos: 500_000_000 };

/** What Cucumber says of a scenario that stands in a feature, whether it is chosen or not. */
export function standing(name: string, stepTexts: readonly string[] = ['a sentence']): Envelope {
  const steps = stepTexts.map((text, index) => ({ id: `${name} step ${index}`, text, astNodeIds: [] }));
  return {
    pickle: {
      id: name,
      uri: 'features/a/b.feature',
      name,
      language: 'en',
      steps,
      tags: [],
      astNodeIds: [`${name} node`],
    },
  };
}

/** What Cucumber says of a scenario that runs; all attempts but the last one are repeated. */
export function running(name: string, ...attempts: readonly Attempt[]): readonly Envelope[] {
  const count = Math.max(...attempts.map(({ steps }) => steps.length));
  const ids = Array.from({ length: count }, (_, index) => `${name} step ${index}`);
  const last = attempts.length - 1;
  return [
    standing(
      name,
      ids.map((_, index) => `sentence ${index + 1}`),
    ),
    { testCase: { id: name, pickleId: name, testSteps: ids.map((id) => ({ id, pickleStepId: id })) } },
    ...attempts.flatMap((attempt, index) => attemptAt({ name, index, willBeRetried: index < last }, attempt)),
  ];
}

/** A hook around the whole run that failed. */
export function brokenRunHook(message: string): Envelope {
  return { testRunHookFinished: { testRunHookStartedId: 'hook', result: resultOf('FAILED', message), timestamp: END } };
}

/** A feature in which a scenario stands at a line. */
export function feature(name: string, line: number): Envelope {
  const scenario = { id: `${name} node`, name, location: { line }, tags: [], steps: [], examples: [] };
  const texts = { keyword: 'Scenario', description: '' };
  const head = { location: { line: 1 }, tags: [], language: 'en', keyword: 'Feature', name: 'F', description: '' };
  return {
    gherkinDocument: { comments: [], feature: { ...head, children: [{ scenario: { ...scenario, ...texts } }] } },
  };
}

interface Place {
  readonly name: string;
  readonly index: number;
  readonly willBeRetried: boolean;
}

function attemptAt({ name, index, willBeRetried }: Place, attempt: Attempt): readonly Envelope[] {
  const testCaseStartedId = `${name} ${index}`;
  const attached = (mediaType: string, body: string): Envelope => ({
    attachment: { body, contentEncoding: AttachmentContentEncoding.IDENTITY, mediaType, testCaseStartedId },
  });
  const finished = attempt.steps.map((status, step) => ({
    testStepFinished: {
      testCaseStartedId,
      testStepId: `${name} step ${step}`,
      testStepResult: resultOf(status, attempt.message),
      timestamp: END,
    },
  }));
  return [
    { testCaseStarted: { id: testCaseStartedId, testCaseId: name, attempt: index, timestamp: START } },
    ...(attempt.thresholds ?? []).map((threshold) => attached(THRESHOLD_MEDIA_TYPE, JSON.stringify(threshold))),
    ...(attempt.faults ?? []).map((fault) => attached(FAULT_MEDIA_TYPE, fault)),
    ...(attempt.remarks ?? []).map((remark) => attached(LOG_MEDIA_TYPE, remark)),
    ...finished,
    { testCaseFinished: { testCaseStartedId, timestamp: END, willBeRetried } },
  ];
}

function resultOf(status: Status, message = 'it broke'): TestStepResult {
  const result = { duration: { seconds: 0, nanos: 0 }, status: TestStepResultStatus[status] };
  return status === 'FAILED' ? { ...result, message } : result;
}
