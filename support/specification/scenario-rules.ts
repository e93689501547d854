import type { FeatureFile, Scenario, Step } from './feature-file';
import type { Violation } from './violation';

/** Steps of a scenario, and of a journey. */
const MOST_STEPS = 12;
const MOST_JOURNEY_STEPS = 30;
/** Characters of a title or a sentence. */
const LONGEST = 140;

type Complaint = Pick<Violation, 'line' | 'what' | 'allowed'>;

/** How a scenario is built: given, when, then; short; under a rule. */
export function checkScenarios({ path, scenarios }: FeatureFile): readonly Violation[] {
  return scenarios.flatMap((scenario) => {
    const order = isJourney(scenario) ? journeyOrder(scenario) : plainOrder(scenario);
    return [...order, ...size(scenario), ...place(scenario), ...clarity(scenario)].map((each) => ({ path, ...each }));
  });
}

/** A title is said once in the whole suite, so that a report names one scenario. */
export function checkTitles(features: readonly FeatureFile[]): readonly Violation[] {
  const first = new Map<string, string>();
  return features.flatMap(({ path, scenarios }) =>
    scenarios.flatMap(({ name, line }) => {
      const earlier = first.get(name);
      if (!earlier) first.set(name, `${path}:${line}`);
      return earlier
        ? [{ path, line, what: `The title "${name}" stands at ${earlier} too`, allowed: 'a title of its own' }]
        : [];
    }),
  );
}

export function isJourney({ tags }: Scenario): boolean {
  return tags.some(({ text }) => text === '@journey');
}

function plainOrder({ steps, line }: Scenario): readonly Complaint[] {
  const whens = steps.filter(({ kind }) => kind === 'when');
  const ranks = steps.map(({ kind }) => ['given', 'when', 'then'].indexOf(kind)).filter((rank) => rank >= 0);
  const astray = ranks.findIndex((rank, index) => rank < (ranks[index - 1] ?? 0));
  return [
    ...(whens.length === 1
      ? []
      : [{ line, what: `The scenario has ${whens.length} acts (When)`, allowed: 'exactly one, or the tag @journey' }]),
    ...(steps.at(-1)?.kind === 'then' ? [] : [endsOpen(line)]),
    ...(astray < 0
      ? []
      : [{ line, what: 'The steps are out of order', allowed: 'Given, then When, then Then; or the tag @journey' }]),
  ];
}

function journeyOrder({ steps, line }: Scenario): readonly Complaint[] {
  const blind = phases(steps).filter(
    (phase) => phase[0]?.kind === 'when' && phase.every(({ kind }) => kind !== 'then'),
  );
  return [
    ...blind.map((phase) => ({
      line: phase[0]?.line ?? line,
      what: `Nobody looks at what comes of "${phase[0]?.text}"`,
      allowed: 'a Then before the next When',
    })),
    ...(steps.some(({ kind }) => kind === 'when')
      ? []
      : [{ line, what: 'The journey has no act (When)', allowed: 'at least one' }]),
    ...(steps.at(-1)?.kind === 'then' ? [] : [endsOpen(line)]),
  ];
}

/** A phase begins with each When that is said; what an And adds belongs to it. */
function phases(steps: readonly Step[]): readonly (readonly Step[])[] {
  const found: Step[][] = [[]];
  for (const step of steps) {
    if (step.kind === 'when' && step.opens) found.push([]);
    found.at(-1)?.push(step);
  }
  return found;
}

function endsOpen(line: number): Complaint {
  return { line, what: 'The scenario does not end in what should be seen', allowed: 'a Then after the last When' };
}

function size(scenario: Scenario): readonly Complaint[] {
  const most = isJourney(scenario) ? MOST_JOURNEY_STEPS : MOST_STEPS;
  const { line, name, steps } = scenario;
  const long = [{ text: name, line }, ...steps].filter(({ text }) => text.length > LONGEST);
  return [
    ...(steps.length > most
      ? [{ line, what: `The scenario has ${steps.length} steps`, allowed: `at most ${most}` }]
      : []),
    ...long.map(({ text, ...at }) => ({
      line: at.line,
      what: `"${text}" has ${text.length} characters`,
      allowed: `at most ${LONGEST}`,
    })),
  ];
}

function place({ line, underRule }: Scenario): readonly Complaint[] {
  return underRule ? [] : [{ line, what: 'The scenario stands under no rule', allowed: 'scenarios under a Rule:' }];
}

function clarity({ steps }: Scenario): readonly Complaint[] {
  return steps
    .filter(({ kind }) => kind === 'unclear')
    .map(({ line, text }) => ({
      line,
      what: `"${text}" is neither a state, nor an act, nor something to be seen`,
      allowed: 'Given, When or Then, and And or But after one of them',
    }));
}
