import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { differing } from './figures';

describe('Figures that are reported', () => {
  it('differ where they are farther apart than tolerated, and where one side has none', () => {
    const compared = [
      { of: 'a', reported: 1.01, real: 1 },
      { of: 'b', reported: 1.03, real: 1 },
      { of: 'c', reported: undefined, real: 1 },
      { of: 'd', reported: 1, real: undefined },
      { of: 'e', reported: undefined, real: undefined },
    ];
    assert.deepEqual(differing(compared, 0.02), [
      'b: 1.03 is reported, 1 is so',
      'c: undefined is reported, 1 is so',
      'd: 1 is reported, undefined is so',
    ]);
  });

  it('prove nothing where there is none', () => {
    assert.throws(() => differing([], 0.02), /no figure/);
  });
});
