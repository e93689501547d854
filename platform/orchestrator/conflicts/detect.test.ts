import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moving, tuning } from '../testing/contenders.ts';
import type { Contender } from './contender.ts';
import { detect, excludes, maySideBySide } from './detect.ts';

const caching = tuning({ enable_prefix_caching: true });
const eightBits = tuning({ quantization: 'fp8' }, { id: 'fp8' });
const fourBits = tuning({ quantization: 'int4' }, { id: 'int4' });
const reserving = moving({ id: 'reserve', claim: 'keep', deployments: [] });
const shrinking = moving({ id: 'shrink', agentType: 'resource' });

test('every conflict is found whichever comes first', () => {
  const cases: readonly (readonly [Contender, Contender, readonly string[], boolean])[] = [
    [moving(), shrinking, ['resource', 'timing'], true],
    [moving(), reserving, ['resource', 'action'], true],
    [moving(), caching, ['resource', 'timing'], false],
    [caching, eightBits, ['action', 'timing'], false],
    [eightBits, fourBits, ['action', 'timing'], true],
    [moving(), moving({ id: 'elsewhere', instanceIds: ['m-9'], deployments: ['digest'] }), [], false],
    [reserving, caching, [], false],
  ];
  for (const [one, other, expected, exclusive] of cases) {
    for (const pair of [
      [one, other],
      [other, one],
    ] as const) {
      assert.deepEqual([...typesOf(pair)].sort(), [...expected].sort(), `${pair[0].id} and ${pair[1].id}`);
      assert.equal(excludes(...pair), exclusive, `${pair[0].id} excludes ${pair[1].id}`);
    }
  }
});

test('an objection is a conflict with what the performance agent recommends itself', () => {
  const [found] = detect([moving({ objection: 'too slow' }), caching]).filter(({ type }) => type === 'objection');
  assert.deepEqual(found?.ids, ['spot', 'tuning']);
  assert.match(found?.reason ?? '', /performance agent objects to "Move to spot" of the cost agent: too slow/);
});

test('only settings of different deployments change side by side', () => {
  const elsewhere = tuning({ enable_prefix_caching: true }, { id: 'digest', deployments: ['digest'] });
  assert.equal(maySideBySide(caching, elsewhere), true);
  assert.equal(maySideBySide(caching, eightBits), false);
  assert.equal(maySideBySide(caching, moving({ deployments: ['digest'] })), false);
});

function typesOf(contenders: readonly Contender[]): readonly string[] {
  return [...new Set(detect(contenders).map(({ type }) => type))];
}
