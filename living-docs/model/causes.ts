import { causeOf } from '../../support/reports/cause';
import { failureOf, type Scenario } from './scenario';
import { isBroken } from './status';

/** What went wrong once, and every scenario that it went wrong in. */
export interface Cause {
  readonly message: string;
  readonly scenarios: readonly Scenario[];
}

/** Failures by the first line of what they say, the most frequent first. */
export function causesOf(scenarios: readonly Scenario[]): readonly Cause[] {
  const causes = new Map<string, Scenario[]>();
  for (const scenario of scenarios) {
    if (!isBroken(scenario.status)) continue;
    const message = causeIn(scenario);
    causes.set(message, [...(causes.get(message) ?? []), scenario]);
  }
  return [...causes]
    .map(([message, members]) => ({ message, scenarios: members }))
    .sort((one, other) => other.scenarios.length - one.scenarios.length);
}

function causeIn(scenario: Scenario): string {
  const cause = causeOf(failureOf(scenario)?.message ?? '');
  if (cause) return cause;
  return scenario.attempts.length > 0 ? 'It did not end: the run was broken off.' : 'Nothing is known of why.';
}
