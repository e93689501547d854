import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { balance, type Weighed } from './balance';
import { showEvenness, showPlan, showSpreads } from './show';
import { grown, lastByTurns, spread } from './spread';

const scenario = (name: string, milliseconds: number, manner: Weighed['manner'] = 'side by side'): Weighed => ({
  name,
  milliseconds,
  manner,
});

describe('A plan of shards', () => {
  const scenarios = [scenario('a', 6000), scenario('b', 2000), scenario('c', 2000), scenario('d', 2000)];
  const shards = balance(scenarios, 2, 1);

  it('tells each shard with the start', () => {
    assert.deepEqual(showPlan(shards, 1000).split('\n'), [
      'shard  scenarios  expected',
      '1/2    1          7.0 s',
      '2/2    3          7.0 s',
    ]);
  });

  it('stands beside the shards by the order of the features', () => {
    assert.match(
      showEvenness(shards, lastByTurns(scenarios, 2, 1), 1000),
      /takes 0\.0% more than the mean\. .* end after 9\.0 s\.$/,
    );
  });
});

describe('More scenarios than there are', () => {
  it('are distributed as those that there are, each with a name of its own', () => {
    const names = grown([scenario('a', 1), scenario('b', 2)], 5).map(({ name }) => name);
    assert.deepEqual(names, ['a #0', 'b #0', 'a #1', 'b #1', 'a #2']);
    assert.deepEqual(grown([], 5), []);
  });

  it('take no less than the formula says, and the costs of each runner', () => {
    const scenarios = [
      ...Array.from({ length: 8 }, (_, index) => scenario(`s${index}`, 60_000)),
      ...Array.from({ length: 2 }, (_, index) => scenario(`d${index}`, 60_000, 'one at a time')),
      ...Array.from({ length: 2 }, (_, index) => scenario(`a${index}`, 60_000, 'alone')),
    ];
    const { wall, least, total } = spread(scenarios, 2, 2, { start: 30_000, setup: 30_000 });
    // A/N + (D + U)/(N·W) = 2/2 + 10/4 minutes.
    assert.deepEqual([least, wall, total], [4.5 * 60_000, 4.5 * 60_000, 9 * 60_000]);
  });

  it('end no earlier than the longest one, on however many runners', () => {
    const { wall, least } = spread([scenario('a', 5000), scenario('b', 10)], 9, 4, { start: 0, setup: 0 });
    assert.deepEqual([wall, least], [5000, 5000]);
  });

  it('are shown a line for each number of runners', () => {
    const shown = showSpreads([{ runners: 8, wall: 90_000, total: 3_600_000, least: 60_000 }]);
    assert.deepEqual(shown.split('\n'), [
      'runners  minutes  no less than  hours of machines',
      '8        1.5      1.0           1.0',
    ]);
  });
});
