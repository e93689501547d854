import type { Attachment, TestCaseStarted } from '@cucumber/messages';
import type { Query } from '@cucumber/query';

/** What the reader has gathered, for all that ask it. */
export interface Messages {
  readonly query: Query;
  /** Every go at a pickle, in the order of the messages. */
  readonly attempts: ReadonlyMap<string, readonly TestCaseStarted[]>;
  readonly attachments: ReadonlyMap<string, readonly Attachment[]>;
}

/** Where attachments of a step, or of an attempt, are kept. */
export function placeOf({ testCaseStartedId = '', testStepId = '' }: Partial<Attachment>): string {
  return `${testCaseStartedId} ${testStepId}`;
}

const NANOS = 1e6;

export function millisecondsOf({ seconds, nanos }: { readonly seconds: number; readonly nanos: number }): number {
  return seconds * 1000 + nanos / NANOS;
}
