import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { imageOf } from './images';

describe('The image of a store', () => {
  it('is pinned to a version, and can be replaced by its variable', () => {
    for (const store of ['postgres', 'redis', 'clickhouse', 'qdrant']) {
      assert.match(imageOf(store, {}), /^[\w/-]+:v?\d+(\.\d+)+(-\w+)?$/);
      assert.equal(imageOf(store, { [`${store.toUpperCase()}_IMAGE`]: 'mine:1' }), 'mine:1');
    }
  });

  it('is asked for a service that is there', () => {
    assert.throws(() => imageOf('mysql', {}), /has no image for mysql/);
  });
});
