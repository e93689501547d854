import assert from 'node:assert/strict';
import { test } from 'node:test';
import { QueryClient } from '@tanstack/react-query';
import type { LiveEvent } from './live.ts';
import { concernedBy, renew } from './queries.ts';

test('news of a change in work concern all that it moves', () => {
  assert.deepEqual(concernedBy('optimization.step_completed').toSorted(), [
    'dashboard',
    'events',
    'infrastructure',
    'metrics',
    'optimizations',
    'recommendations',
  ]);
});

test('news of a resolution concern what it decides on', () => {
  for (const key of ['resolutions', 'optimizations', 'recommendations'])
    assert.ok(concernedBy('resolution.approved').includes(key), key);
});

test('news of a kind that no page knows concern the list of news alone', () => {
  assert.deepEqual(concernedBy('task.completed'), ['events']);
  assert.deepEqual(concernedBy('optimizations.kept'), ['events']);
});

test('what news concern is asked for again, also of one thing among many, and nothing else', (context) => {
  const client = new QueryClient();
  context.after(() => client.clear());
  const kept = [['resolutions', '7'], ['events'], ['preferences'], ['metrics', 'cost', 24]];
  for (const key of kept) client.setQueryData(key, {});
  renew(client, { type: 'conflict.detected' } as LiveEvent);
  const isOld = kept.map((key) => client.getQueryState(key)?.isInvalidated);
  assert.deepEqual(isOld, [true, true, false, false]);
});
