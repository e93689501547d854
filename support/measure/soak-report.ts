import { table } from '../commands/report';
import { alwaysFails, isFlake, type Tally, tally } from './flakes';
import { type Growth, growthOf } from './growth';
import type { Round } from './rounds';
import type { SuiteRun } from './suite-run';

/** What a soak has come to. */
export interface Soaked {
  readonly runs: readonly Pick<SuiteRun, 'scenarios' | 'problems' | 'died' | 'exitCode' | 'complaints'>[];
  /** Samples of each process, oldest first, bytes; 0 where it was gone. */
  readonly memory: ReadonlyMap<string, readonly number[]>;
  /** What still is there though it should be gone, in words. */
  readonly left: readonly string[];
}

/** What a round came to, as soon as it has ended; each failure with its first line, and where its evidence is. */
export function showRound(index: number, { busy }: Round, runs: readonly SuiteRun[]): string {
  const results = runs.map(({ scenarios, milliseconds }) => {
    const passed = scenarios.filter(({ status }) => status === 'passed').length;
    return `${passed} of ${scenarios.length} passed in ${(milliseconds / 1000).toFixed(0)} s`;
  });
  const failures = runs.flatMap(({ scenarios }, place) =>
    scenarios.flatMap(({ name, failure }) =>
      failure ? [`  ✗ ${name}: ${failure.message.split('\n')[0]} (${messagesOf(index, place)})`] : [],
    ),
  );
  return [`round ${index + 1}${busy ? ' (busy machine)' : ''}: ${results.join('; ')}`, ...failures].join('\n');
}

/** Where a run's messages are kept, from the project's folder. */
export function messagesOf(round: number, place: number): string {
  return `.e2e/soak/round-${round + 1}-${place + 1}.ndjson`;
}

/** Everything in tables; well when nothing flaked, failed, leaked, or was left. */
export function showSoak(soaked: Soaked): { readonly text: string; readonly well: boolean } {
  const { runs, memory, left } = soaked;
  const tallies = tally(runs.map(({ scenarios }) => scenarios));
  const flakes = tallies.filter((one) => isFlake(one, runs.length));
  const failing = tallies.filter((one) => alwaysFails(one) && !isFlake(one, runs.length));
  const grown = [...memory].map(([name, samples]) => ({ name, gone: samples.includes(0), ...growthOf(samples) }));
  const broken = runs.flatMap(brokenIn);
  const counts = [
    ['runs', String(runs.length)],
    ['scenarios', String(tallies.length)],
    ['flakes', String(flakes.length)],
    ['failing always', String(failing.length)],
    ['problems outside of scenarios', String(broken.length)],
    ['left behind', String(left.length)],
    ['processes that leak or ended', String(grown.filter(({ leaks, gone }) => leaks || gone).length)],
  ];
  const text = [
    '',
    ...showTallies('A flake', flakes),
    ...showTallies('Fails always', failing),
    ...[...broken, ...left.map((what) => `Left behind: ${what}`)].map((what) => `✗ ${what}`),
    table(['process', 'first MiB', 'last MiB', 'late growth', ''], grown.map(memoryRow)),
    '',
    table(['figure', 'count'], counts),
    '',
  ].join('\n');
  const well = tallies.length > 0 && counts.slice(2).every(([, count]) => count === '0');
  return { text, well };
}

function brokenIn({ problems, died, exitCode, scenarios, complaints }: Soaked['runs'][number]): readonly string[] {
  const nothing = scenarios.length === 0 ? [`A run did not begin (exit code ${exitCode}): ${complaints.trim()}`] : [];
  return [...nothing, ...problems, ...died.map((name) => `${name} ended in mid-run`)];
}

function showTallies(what: string, tallies: readonly Tally[]): readonly string[] {
  return tallies.map(({ name, location, passed, failed }) => {
    return `✗ ${what}: ${name} (${passed} passed, ${failed} failed): npm run bdd -- ${location}`;
  });
}

function memoryRow({
  name,
  first,
  last,
  late,
  leaks,
  gone,
}: Growth & { readonly name: string; readonly gone: boolean }) {
  const trend = late === undefined ? 'too few rounds' : `${late < 0 ? '' : '+'}${mebibytes(late)} MiB`;
  return [name, mebibytes(first), mebibytes(last), trend, gone ? 'ENDED' : leaks ? 'LEAKS' : ''];
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
