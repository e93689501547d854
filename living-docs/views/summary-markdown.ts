import { causesOf } from '../model/causes';
import type { Run } from '../model/run';
import { failureOf, isFlaky, type Scenario } from '../model/scenario';
import { isUnfinished } from '../model/status';
import { code, list, plain, section } from './github-markdown';
import { totalsInWords } from './status';
import { duration } from './words';

/** What whoever looks at a run in CI wants to know: what broke, once for each cause, and how to run it again. */
export function summaryInMarkdown(run: Run): string {
  const scenarios = run.features.flatMap((feature) => feature.scenarios);
  const causes = causesOf(scenarios);
  const of = (fits: (scenario: Scenario) => boolean) => scenarios.filter(fits).map((each) => `- ${place(each)}`);
  const lines = [
    `## ${totalsInWords(run.totals)}`,
    '',
    run.milliseconds === undefined
      ? 'The run has no end: a part of it was broken off.'
      : `It took ${duration(run.milliseconds)}.`,
    ...section('Outside of any scenario', list(run.problems.map((problem) => `- ${plain(firstLine(problem))}`))),
    ...causes.flatMap(({ message, scenarios: members }) =>
      section(plain(message.slice(0, 300)), list(members.map(broken))),
    ),
    ...section('Not finished', list(of(({ status }) => isUnfinished(status)))),
    ...section('Passed at the second go', list(of(isFlaky))),
  ];
  return `${lines.join('\n')}\n`;
}

function broken(scenario: Scenario): string {
  const where = failureOf(scenario)?.where;
  return [`- ${place(scenario)}`, ...(where ? [`  - ${plain(where)}`] : [])].join('\n');
}

function place({ name, uri, line }: Scenario): string {
  return `**${plain(name)}**: ${code(`npm run bdd -- ${uri}:${line}`)}`;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
