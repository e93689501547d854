import type { Run } from './run';
import type { Feature, Scenario } from './scenario';
import { countStatuses, isUnfinished, type Status } from './status';

/** A dry run skips what it would run; nothing has become of it, and only what has no meaning yet is known. */
export function asSpecified(run: Run): Run {
  const features = run.features.map(asStanding);
  const scenarios = features.flatMap((feature) => feature.scenarios);
  return {
    ...run,
    features,
    totals: countStatuses(scenarios.map(({ status }) => status)),
    stepTotals: countStatuses([]),
    startedAt: undefined,
    milliseconds: undefined,
  };
}

function asStanding(feature: Feature): Feature {
  const scenarios = feature.scenarios.map((scenario): Scenario => {
    const steps = scenario.steps.map((step) => ({ ...step, status: standing(step.status) }));
    return { ...scenario, steps, status: standing(scenario.status), attempts: [], milliseconds: 0 };
  });
  return { ...feature, scenarios, totals: countStatuses(scenarios.map(({ status }) => status)) };
}

function standing(status: Status): Status {
  return isUnfinished(status) || status === 'ambiguous' ? status : 'not run';
}
