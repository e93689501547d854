import assert from 'node:assert/strict';
import { test } from 'node:test';
import { circleIn, inOrder, type Need } from './order.ts';

test('a circle of any length is found, with all that is in it', () => {
  assert.deepEqual(circleIn(['a'], needs('a>a')), ['a']);
  assert.deepEqual(circleIn(['a', 'b'], needs('a>b', 'b>a')), ['a', 'b']);
  assert.deepEqual(circleIn(['x', 'a', 'b', 'c'], needs('x>a', 'a>b', 'b>c', 'c>a')), ['a', 'b', 'c']);
});

test('two ways to the same thing are no circle', () => {
  assert.equal(circleIn(['a', 'b', 'c', 'd'], needs('a>b', 'a>c', 'b>d', 'c>d')), undefined);
});

test('each comes after all that it needs, and otherwise as it came', () => {
  assert.deepEqual(inOrder(['a', 'b', 'c', 'd'], needs('a>c', 'c>d')), ['d', 'c', 'a', 'b']);
  assert.deepEqual(inOrder(['a', 'b'], needs('a>gone')), ['a', 'b']);
});

function needs(...written: readonly string[]): readonly Need[] {
  return written.map((text) => {
    const [id = '', first = ''] = text.split('>');
    return { id, needs: first };
  });
}
