import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedUuid } from './named-uuid.ts';

test('the same parts always give the same UUID, other parts another', () => {
  assert.equal(namedUuid('a', 'bc'), namedUuid('a', 'bc'));
  assert.notEqual(namedUuid('a', 'bc'), namedUuid('ab', 'c'));
  assert.match(namedUuid('a'), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
