import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { balance, expected, inTurns, type Manner, type Weighed } from './balance';

const scenario = (name: string, milliseconds: number, manner: Manner = 'side by side'): Weighed => ({
  name,
  milliseconds,
  manner,
});
const names = (scenarios: readonly Weighed[]) => scenarios.map(({ name }) => name).sort();

const ANY = fc
  .array(
    fc.record({
      milliseconds: fc.integer({ min: 1, max: 60_000 }),
      manner: fc.constantFrom<Manner>('alone', 'one at a time', 'side by side'),
    }),
    { maxLength: 60 },
  )
  .map((all) => all.map(({ milliseconds, manner }, index) => scenario(`s${index}`, milliseconds, manner)));
const SHARDS = fc.integer({ min: 1, max: 9 });

describe('The time that a shard is expected to take', () => {
  it('is that of its lanes, but at least that of its longest scenario', () => {
    assert.equal(expected([scenario('a', 4), scenario('b', 4), scenario('c', 4), scenario('d', 4)], 2), 8);
    assert.equal(expected([scenario('a', 9), scenario('b', 1)], 4), 9);
  });

  it('is at least that of those that run one at a time', () => {
    assert.equal(expected([scenario('a', 5, 'one at a time'), scenario('b', 5, 'one at a time')], 4), 10);
  });

  it('is longer by each that runs alone', () => {
    assert.equal(expected([scenario('a', 8), scenario('b', 3, 'alone'), scenario('c', 2, 'alone')], 4), 13);
  });
});

describe('Balanced shards', () => {
  it('have each scenario once', () => {
    fc.assert(
      fc.property(ANY, SHARDS, (scenarios, shards) => {
        const balanced = balance(scenarios, shards, 4);
        assert.equal(balanced.length, shards);
        assert.deepEqual(names(balanced.flatMap((shard) => shard.scenarios)), names(scenarios));
      }),
    );
  });

  it('are the same whatever order the scenarios come in', () => {
    fc.assert(
      fc.property(ANY, SHARDS, (scenarios, shards) => {
        assert.deepEqual(balance([...scenarios].reverse(), shards, 4), balance(scenarios, shards, 4));
      }),
    );
  });

  it('take as long as what their scenarios are expected to', () => {
    fc.assert(
      fc.property(ANY, SHARDS, (scenarios, shards) => {
        for (const shard of balance(scenarios, shards, 4)) {
          assert.ok(Math.abs(shard.milliseconds - expected(shard.scenarios, 4)) < 1e-6);
        }
      }),
    );
  });

  it('differ by no more than the longest scenario', () => {
    fc.assert(
      fc.property(ANY, SHARDS, (scenarios, shards) => {
        const times = balance(scenarios, shards, 4).map(({ milliseconds }) => milliseconds);
        const longest = Math.max(0, ...scenarios.map(({ milliseconds }) => milliseconds));
        assert.ok(Math.max(...times) - Math.min(...times) <= longest + 1e-6);
      }),
    );
  });

  it('take less time than by turns where one shard would get everything that is slow', () => {
    const scenarios = Array.from({ length: 16 }, (_, index) => scenario(`s${index}`, index % 4 === 0 ? 1000 : 10));
    const last = (shards: ReturnType<typeof balance>) => Math.max(...shards.map(({ milliseconds }) => milliseconds));
    assert.equal(last(inTurns(scenarios, 4, 4)), 1000);
    assert.equal(last(inTurns(scenarios, 4, 1)), 4000);
    assert.equal(last(balance(scenarios, 4, 1)), 1030);
  });
});
