/** What became of a scenario or a step; all but "not run" are Cucumber's own. */
export const STATUSES = [
  'failed',
  'ambiguous',
  'undefined',
  'pending',
  'unknown',
  'skipped',
  'passed',
  'not run',
] as const;

export type Status = (typeof STATUSES)[number];

/** The worst first: what somebody has to look at. */
export function worstOf(statuses: readonly Status[]): Status {
  return STATUSES.find((status) => statuses.includes(status)) ?? 'not run';
}

/** @param name as Cucumber's messages spell it */
export function statusOf(name: string | undefined): Status {
  return STATUSES.find((status) => status === name?.toLowerCase()) ?? 'unknown';
}

export type Totals = Readonly<Record<Status, number>>;

export function countStatuses(statuses: Iterable<Status>): Totals {
  const totals = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  for (const status of statuses) totals[status] += 1;
  return totals;
}

/** Those that were run. */
export function countOf(totals: Totals): number {
  return STATUSES.reduce((sum, status) => sum + (status === 'not run' ? 0 : totals[status]), 0);
}

/** Not green: somebody has to do something. */
export function isBroken(status: Status): boolean {
  return status === 'failed' || status === 'ambiguous' || status === 'unknown';
}

/** Sentences without a meaning yet: work in progress, honestly counted. */
export function isUnfinished(status: Status): boolean {
  return status === 'undefined' || status === 'pending';
}
