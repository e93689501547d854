import type { PastRun } from '../model/history';
import type { Scenario } from '../model/scenario';
import { isBroken } from '../model/status';

/** How results differ from those of a version. */
export interface ResultChanges {
  /** When the run was that is compared with; undefined where none was kept of that time. */
  readonly comparedWith: string | undefined;
  readonly broken: readonly Scenario[];
  readonly mended: readonly Scenario[];
}

/** @param at of the version, in seconds since 1970 */
export function compareResults(
  scenarios: readonly Scenario[],
  history: readonly PastRun[],
  version: { readonly commit: string; readonly at: number },
): ResultChanges {
  const past =
    history.findLast(({ commit }) => commit === version.commit) ??
    history.findLast(({ at }) => Date.parse(at) / 1000 <= version.at);
  if (!past) return { comparedWith: undefined, broken: [], mended: [] };
  const before = new Map(past.scenarios.map(({ name, status }) => [name, status]));
  return {
    comparedWith: past.at,
    broken: scenarios.filter(({ name, status }) => isBroken(status) && before.get(name) === 'passed'),
    mended: scenarios.filter(({ name, status }) => status === 'passed' && before.get(name) === 'failed'),
  };
}
