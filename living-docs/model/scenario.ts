import type { ThresholdRecord } from '../../support/reports/run-record';
import type { Evidence } from './evidence';
import type { Status, Totals } from './status';

/** A step as it stands in the feature. */
export interface Sentence {
  readonly keyword: string;
  readonly text: string;
  readonly table: readonly (readonly string[])[] | undefined;
  readonly docString: string | undefined;
}

export interface Step extends Sentence {
  readonly status: Status;
  /** What went wrong; empty where nothing did. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
}

/** What stands in a hook around the scenario, where there is anything to tell of it. */
export interface HookResult {
  readonly name: string;
  readonly status: Status;
  readonly message: string;
}

/** One go at a scenario. */
export interface Attempt {
  readonly status: Status;
  readonly milliseconds: number;
  readonly startedAt: number;
  readonly message: string;
}

/** The scenario outline that a scenario is an example of. */
export interface Outline {
  readonly id: string;
  readonly name: string;
  readonly sentences: readonly Sentence[];
}

export interface Scenario {
  /** Its permanent address: follows from its title, so that it may move to another feature. */
  readonly id: string;
  readonly name: string;
  readonly uri: string;
  readonly line: number;
  readonly description: string;
  readonly tags: readonly string[];
  readonly rule: Rule | undefined;
  readonly outline: Outline | undefined;
  /** Values of its row of examples, by heading. */
  readonly example: ReadonlyMap<string, string>;
  readonly status: Status;
  readonly milliseconds: number;
  readonly steps: readonly Step[];
  readonly hooks: readonly HookResult[];
  /** From hooks; what belongs to a step stands there. */
  readonly evidence: readonly Evidence[];
  /** Each go, the last one decides. Empty where it was not run. */
  readonly attempts: readonly Attempt[];
  readonly thresholds: readonly ThresholdRecord[];
}

export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

export interface Feature {
  /** Its address. */
  readonly id: string;
  readonly uri: string;
  /** Folder under features/; empty where it stands in none. */
  readonly capability: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly scenarios: readonly Scenario[];
  readonly totals: Totals;
}

/** Where a failure says what is wrong: its step, or the hook that broke. */
export function failureOf({
  steps,
  hooks,
}: Scenario): { readonly where: string; readonly message: string } | undefined {
  const step = steps.find(({ message }) => message !== '');
  if (step) return { where: `${step.keyword}${step.text}`, message: step.message };
  const hook = hooks.find(({ message }) => message !== '');
  return hook && { where: hook.name, message: hook.message };
}

/** Passed in the end, but not at the first go. */
export function isFlaky({ status, attempts }: Scenario): boolean {
  return status === 'passed' && attempts.some((attempt) => attempt.status !== 'passed');
}

export function isDraft({ tags }: Scenario): boolean {
  return tags.includes('@wip');
}

/** Whether it needs an account at AWS that nobody simulates. */
export function isForRealAccount({ tags }: Scenario): boolean {
  return tags.includes('@requires-aws');
}
