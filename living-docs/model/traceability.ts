import type { Requirement } from '../../support/specification/requirements';
import { REQUIREMENT_TAG } from '../../support/specification/tag-rules';
import type { Scenario } from './scenario';
import { isDraft } from './scenario';
import { type Status, worstOf } from './status';

/** A mistake that was made on purpose, to see whether anybody notices. */
export interface Guard {
  readonly id: string;
  readonly title: string;
  readonly requirement: string;
  /** What became of it; undefined where it was not tried yet. */
  readonly outcome: string | undefined;
}

export interface Traced {
  readonly requirement: Requirement;
  readonly scenarios: readonly Scenario[];
  /** The worst of its scenarios; undefined where no scenario has to prove it. */
  readonly result: Status | undefined;
  readonly guards: readonly Guard[];
}

export interface Traceability {
  readonly entries: readonly Traced[];
  /** Carry no promise. */
  readonly untraced: readonly Scenario[];
  /** Tags of requirements that nobody promised, with the scenarios that carry them. */
  readonly unknown: ReadonlyMap<string, readonly Scenario[]>;
}

export function trace(
  requirements: readonly Requirement[],
  scenarios: readonly Scenario[],
  guards: readonly Guard[],
): Traceability {
  const carriers = new Map<string, Scenario[]>();
  for (const scenario of scenarios)
    for (const id of requirementsOf(scenario)) carriers.set(id, [...(carriers.get(id) ?? []), scenario]);
  const known = new Set(requirements.map(({ id }) => id));
  return {
    entries: requirements.map((requirement) => {
      const proving = (carriers.get(requirement.id) ?? []).filter((scenario) => !isDraft(scenario));
      return {
        requirement,
        scenarios: carriers.get(requirement.id) ?? [],
        result: proving.length > 0 ? worstOf(proving.map(({ status }) => status)) : undefined,
        guards: guards.filter((guard) => guard.requirement === requirement.id),
      };
    }),
    untraced: scenarios.filter((scenario) => requirementsOf(scenario).length === 0),
    unknown: new Map([...carriers].filter(([id]) => !known.has(id))),
  };
}

/** Ids of the promises that a scenario carries. */
export function requirementsOf({ tags }: Scenario): readonly string[] {
  return [...new Set(tags.flatMap((tag) => REQUIREMENT_TAG.exec(tag)?.[1] ?? []))];
}
