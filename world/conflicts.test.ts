import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AssertionError } from 'chai';
import { overlapping } from './conflicts';

const change = (type: 'spot_migration' | 'quantization', started_at: string, completed_at?: string) => ({
  type,
  started_at: `2026-01-01T00:${started_at}Z`,
  ...(completed_at !== undefined && { completed_at: `2026-01-01T00:${completed_at}Z` }),
});

describe('Changes that overlap', () => {
  it('began before the one before them had ended', () => {
    const quantization = change('quantization', '01:00', '02:00');
    assert.deepEqual(overlapping([quantization, change('spot_migration', '02:00')]), []);
    assert.deepEqual(overlapping([quantization, change('spot_migration', '01:59')]), ['spot migration']);
  });

  it('cannot be told where it is not said when the one before them ended', () => {
    const endless = change('quantization', '01:00');
    assert.throws(() => overlapping([endless, change('spot_migration', '02:00')]), AssertionError);
  });
});
