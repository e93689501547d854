/** How a scenario gets on with others of its shard (support/scheduling.ts). */
export type Manner = 'side by side' | 'one at a time' | 'alone';

export interface Weighed {
  /** Title, which is said once in the whole suite. */
  readonly name: string;
  readonly manner: Manner;
  /** What it is expected to take, wall time. */
  readonly milliseconds: number;
}

/** A part of the suite for one machine. */
export interface Shard {
  readonly scenarios: readonly Weighed[];
  /** Wall time from its first scenario to the end of its last one. */
  readonly milliseconds: number;
}

/** The order of giving out: what leaves least choice first. */
const MANNERS: readonly Manner[] = ['alone', 'one at a time', 'side by side'];

/**
 * Spreads scenarios over shards that take about as long: the longest first, each to the shard that would end first with it. The same
 * scenarios give the same shards on every machine, in whatever order they come.
 * @param lanes how many scenarios a shard runs side by side
 */
export function balance(scenarios: readonly Weighed[], shards: number, lanes: number): readonly Shard[] {
  const loads = Array.from({ length: shards }, () => new Load(lanes));
  const [first] = loads;
  if (!first) return [];
  for (const scenario of [...scenarios].sort(byWeight)) {
    // Strictly less: of shards that would end together the first one gets it.
    const best = loads.reduce((one, other) => (other.with(scenario) < one.with(scenario) ? other : one), first);
    best.take(scenario);
  }
  return loads.map((load) => load.shard);
}

/** Shards as Cucumber itself cuts them: by turns, in the order of the features. */
export function inTurns(scenarios: readonly Weighed[], shards: number, lanes: number): readonly Shard[] {
  const loads = Array.from({ length: shards }, () => new Load(lanes));
  for (const [index, scenario] of scenarios.entries()) loads[index % shards]?.take(scenario);
  return loads.map((load) => load.shard);
}

/** Wall time of scenarios in one shard. */
export function expected(scenarios: readonly Weighed[], lanes: number): number {
  const load = new Load(lanes);
  for (const scenario of scenarios) load.take(scenario);
  return load.shard.milliseconds;
}

/** What one shard has to do, and how long that takes: docs/scale.md states the formula. */
class Load {
  readonly #scenarios: Weighed[] = [];
  #sums: Readonly<Record<Manner, number>> = { 'side by side': 0, 'one at a time': 0, alone: 0 };
  #longest = 0;

  constructor(private readonly lanes: number) {}

  get shard(): Shard {
    return { scenarios: this.#scenarios, milliseconds: this.#expected(this.#sums, this.#longest) };
  }

  with(scenario: Weighed): number {
    return this.#expected(this.#sumsWith(scenario), Math.max(this.#longest, longestOf(scenario)));
  }

  take(scenario: Weighed): void {
    this.#sums = this.#sumsWith(scenario);
    this.#longest = Math.max(this.#longest, longestOf(scenario));
    this.#scenarios.push(scenario);
  }

  #sumsWith({ manner, milliseconds }: Weighed): Readonly<Record<Manner, number>> {
    return { ...this.#sums, [manner]: this.#sums[manner] + milliseconds };
  }

  #expected(sums: Readonly<Record<Manner, number>>, longest: number): number {
    const inLanes = (sums['one at a time'] + sums['side by side']) / this.lanes;
    return sums.alone + Math.max(inLanes, sums['one at a time'], longest);
  }
}

/** One that runs alone is not beside anybody whom it could outlast. */
function longestOf({ manner, milliseconds }: Weighed): number {
  return manner === 'alone' ? 0 : milliseconds;
}

function byWeight(one: Weighed, other: Weighed): number {
  return (
    MANNERS.indexOf(one.manner) - MANNERS.indexOf(other.manner) ||
    other.milliseconds - one.milliseconds ||
    (one.name < other.name ? -1 : 1)
  );
}
