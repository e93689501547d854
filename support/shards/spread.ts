import { balance, inTurns, type Shard, type Weighed } from './balance';

/** What a machine of CI costs besides scenarios. Wall milliseconds. */
export interface Costs {
  /** Starting and ending an environment, as recorded. */
  readonly start: number;
  /** Before that: getting a machine, the repository, its packages. */
  readonly setup: number;
}

export interface Spread {
  readonly runners: number;
  /** Until the last runner has ended. */
  readonly wall: number;
  /** What all runners together have taken. */
  readonly total: number;
  /** The wall time that no way of spreading could beat. */
  readonly least: number;
}

/** As many scenarios, distributed as those that there are: each stands for its share of them. */
export function grown(scenarios: readonly Weighed[], count: number): readonly Weighed[] {
  return Array.from({ length: scenarios.length > 0 ? count : 0 }, (_, index) => {
    const scenario = scenarios[index % scenarios.length] as Weighed;
    return { ...scenario, name: `${scenario.name} #${Math.floor(index / scenarios.length)}` };
  });
}

export function spread(scenarios: readonly Weighed[], runners: number, lanes: number, costs: Costs): Spread {
  const shards = balance(scenarios, runners, lanes);
  const each = costs.setup + costs.start;
  return {
    runners,
    wall: each + lastOf(shards),
    total: shards.reduce((sum, { milliseconds }) => sum + each + milliseconds, 0),
    least: each + leastFor(scenarios, runners, lanes),
  };
}

/** How long the shards take that Cucumber would cut by the order of the features. */
export function lastByTurns(scenarios: readonly Weighed[], shards: number, lanes: number): number {
  return lastOf(inTurns(scenarios, shards, lanes));
}

export function lastOf(shards: readonly Shard[]): number {
  return Math.max(0, ...shards.map(({ milliseconds }) => milliseconds));
}

/** A/N + max(D/N, (D + U)/(N·W)), and no less than the longest scenario: docs/scale.md. */
function leastFor(scenarios: readonly Weighed[], runners: number, lanes: number): number {
  const sum = (manner: Weighed['manner']) =>
    scenarios.reduce((all, scenario) => all + (scenario.manner === manner ? scenario.milliseconds : 0), 0);
  const [alone, disruptive, usual] = [sum('alone'), sum('one at a time'), sum('side by side')];
  const longest = scenarios.reduce((most, { milliseconds }) => Math.max(most, milliseconds), 0);
  return Math.max((alone + Math.max(disruptive, (disruptive + usual) / lanes)) / runners, longest);
}
