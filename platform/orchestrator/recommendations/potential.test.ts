import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Offer, potentialOf } from './potential.ts';

const offer = (savings: number, ...instanceIds: string[]): Offer => ({ savings, instanceIds });

test('offers for different machines add up', () => {
  assert.equal(potentialOf([offer(54_000, 's1', 's2', 's3'), offer(9_000, 's4')]), 63_000);
  assert.equal(potentialOf([]), 0);
});

test('a machine counts once: with the offer that saves most', () => {
  assert.equal(potentialOf([offer(54_000, 's1', 's2', 's3'), offer(36_000, 's1', 's2', 's3', 's4')]), 54_000);
  assert.equal(potentialOf([offer(7_450, 'api-1'), offer(8_946, 'api-1'), offer(30_000, 'spare-1')]), 38_946);
});

test('two small ones may be worth more than the large one that stands in their way', () => {
  const both = [offer(10, 'a', 'b'), offer(7, 'a'), offer(6, 'b'), offer(1, 'c')];
  assert.equal(potentialOf(both), 14);
  const chain = [offer(4, 'a', 'b'), offer(5, 'b', 'c'), offer(4, 'c', 'd')];
  assert.equal(potentialOf(chain), 8);
});

test("what saves nothing stands in nobody's way", () => {
  assert.equal(potentialOf([offer(0, 'a', 'b'), offer(-5, 'a'), offer(3, 'a'), offer(3, 'b')]), 6);
});

test('it is the best of all choices, whatever offers there are', () => {
  const random = generator(7);
  for (let round = 0; round < 200; round += 1) {
    const offers = Array.from({ length: 9 }, () => {
      const machines = ['a', 'b', 'c', 'd', 'e', 'f'].filter(() => random() < 0.3);
      return offer(Math.floor(random() * 100), ...machines);
    });
    assert.equal(potentialOf(offers), byTryingAll(offers));
  }
});

test('where too many hang together it is never more than can be had', () => {
  const offers = Array.from({ length: 30 }, (_, k) => offer(k + 1, 'shared', `m-${k}`));
  assert.equal(potentialOf(offers), 30);
});

function byTryingAll(offers: readonly Offer[]): number {
  const [first, ...others] = offers;
  if (!first) return 0;
  const apart = others.filter(({ instanceIds }) => !instanceIds.some((id) => first.instanceIds.includes(id)));
  return Math.max(byTryingAll(others), first.savings + byTryingAll(apart));
}

/** Numbers 0..1 that are the same each time (Park and Miller). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
