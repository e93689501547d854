import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refusal, serveTowns, TOWNS, UUID } from '../testing/towns.ts';

describe('Qdrant through its official client', { timeout: 60_000 }, () => {
  const towns = serveTowns();

  it('tells its version and health', async () => {
    assert.match((await towns.client.versionInfo()).version, /^1\.19\./);
    for (const path of ['healthz', 'readyz', 'livez']) assert.equal((await fetch(`${towns.url}/${path}`)).status, 200);
  });

  describe('collections', () => {
    it('are created, listed, described and deleted', async () => {
      assert.equal(await towns.client.createCollection('other', { vectors: { size: 3, distance: 'Cosine' } }), true);
      assert.deepEqual((await towns.client.getCollections()).collections, [{ name: 'other' }, { name: 'towns' }]);
      assert.deepEqual(await towns.client.collectionExists('other'), { exists: true });
      const info = await towns.client.getCollection('other');
      assert.deepEqual(info.config.params.vectors, { size: 3, distance: 'Cosine' });
      assert.deepEqual([info.status, info.points_count], ['green', 0]);
      assert.equal(await towns.client.deleteCollection('other'), true);
      assert.equal(await towns.client.deleteCollection('other'), false);
      assert.deepEqual(await towns.client.collectionExists('other'), { exists: false });
    });

    it('tell their payload indexes', async () => {
      await towns.client.createPayloadIndex('towns', { field_name: 'country', field_schema: 'keyword', wait: true });
      await towns.client.createPayloadIndex('towns', { field_name: 'size', field_schema: { type: 'integer' } });
      assert.deepEqual((await towns.client.getCollection('towns')).payload_schema, {
        country: { data_type: 'keyword', points: 3 },
        size: { data_type: 'integer', points: 4 },
      });
      await towns.client.deletePayloadIndex('towns', 'size');
      assert.deepEqual(Object.keys((await towns.client.getCollection('towns')).payload_schema), ['country']);
    });
  });

  describe('points', () => {
    it('are retrieved by id with the parts asked for', async () => {
      assert.deepEqual(
        await towns.client.retrieve('towns', { ids: [2, 99, UUID], with_payload: ['country'], with_vector: true }),
        [
          { id: 2, payload: { country: 'IT' }, vector: [0.1, 0] },
          { id: UUID, payload: {}, vector: [5, 5] },
        ],
      );
      const [rome] = await towns.client.retrieve('towns', {
        ids: [2],
        with_payload: { exclude: ['country', 'parts.name'] },
      });
      assert.deepEqual(rome, {
        id: 2,
        payload: { name: 'Rome upon Tiber', size: 28, parts: [{ age: 9 }, { age: 2 }] },
      });
      const one = await fetch(`${towns.url}/collections/towns/points/1`);
      const { result, status } = Object(await one.json());
      assert.deepEqual([result.id, result.vector, status], [1, [0, 0], 'ok']);
    });

    it('are replaced by an upsert, in rows or in columns', async () => {
      const written = await towns.client.upsert('towns', {
        wait: true,
        batch: {
          ids: [1, 7],
          vectors: [
            [1, 1],
            [2, 2],
          ],
          payloads: [{ new: true }, null],
        },
      });
      assert.equal(written.status, 'completed');
      assert.deepEqual(await towns.client.retrieve('towns', { ids: [1, 7] }), [
        { id: 1, payload: { new: true } },
        { id: 7, payload: {} },
      ]);
    });

    it('are deleted by ids and by filter', async () => {
      assert.equal((await towns.client.delete('towns', { points: [1, 99], wait: true })).status, 'completed');
      await towns.client.delete('towns', { filter: { must: [{ key: 'country', match: { value: 'IT' } }] } });
      const { points: left } = await towns.client.scroll('towns');
      assert.deepEqual(
        left.map(({ id }) => id),
        [3, UUID],
      );
    });

    it('have payloads that are merged, replaced, pruned and cleared', async () => {
      await towns.client.setPayload('towns', { payload: { size: 1, extra: null }, points: [1] });
      await towns.client.overwritePayload('towns', { payload: { only: 1 }, filter: { must: [{ has_id: [3] }] } });
      await towns.client.deletePayload('towns', { keys: ['name', 'tags'], points: [1] });
      await towns.client.clearPayload('towns', { points: [2] });
      const payloads = (await towns.client.retrieve('towns', { ids: [1, 2, 3] })).map(({ payload }) => payload);
      assert.deepEqual(payloads, [{ country: 'FR', size: 1, extra: null }, {}, { only: 1 }]);
    });

    it('are scrolled page by page, numbers before UUIDs', async () => {
      const first = await towns.client.scroll('towns', { limit: 2, with_payload: false });
      assert.deepEqual(first, { points: [{ id: 1 }, { id: 2 }], next_page_offset: 3 });
      const second = await towns.client.scroll('towns', { limit: 2, with_payload: false, offset: 3 });
      assert.deepEqual(second, { points: [{ id: 3 }, { id: UUID }], next_page_offset: null });
    });

    it('are counted', async () => {
      assert.deepEqual(await towns.client.count('towns'), { count: 4 });
      assert.deepEqual(await towns.client.count('towns', { filter: { must: [{ has_id: [1, 2] }] }, exact: true }), {
        count: 2,
      });
    });
  });

  describe('a refusal', () => {
    it('of what is not there is 404', async () => {
      await refusal(towns.client.getCollection('nowhere'), 404, /Collection `nowhere` doesn't exist!/);
      await refusal(towns.client.upsert('nowhere', { points: TOWNS }), 404, /nowhere/);
      await refusal(towns.client.setPayload('towns', { payload: { a: 1 }, points: [99] }), 404, /No point with id 99/);
      const response = await fetch(`${towns.url}/collections/towns/points/99`);
      const { status, time } = Object(await response.json());
      assert.deepEqual([response.status, status], [404, { error: 'Not found: Point with id 99 does not exists!' }]);
      assert.equal(typeof time, 'number');
    });

    it('of what is there already is 409', async () => {
      const again = towns.client.createCollection('towns', { vectors: { size: 2, distance: 'Dot' } });
      await refusal(again, 409, /Collection `towns` already exists!/);
    });

    it('of a mistake is 400 and leaves nothing behind', async () => {
      const points = [
        { id: 50, vector: [1, 2] },
        { id: 51, vector: [1] },
      ];
      await refusal(towns.client.upsert('towns', { points }), 400, /Vector dimension error: expected dim: 2, got 1/);
      await refusal(
        towns.client.upsert('towns', { points: [{ id: -1, vector: [1, 2] }] }),
        400,
        /points\.0\.id: expected a point id/,
      );
      await refusal(towns.client.query('towns', { query: [1] }), 400, /expected dim: 2, got 1/);
      await refusal(towns.client.query('towns', { prefetch: [], query: [1, 2] }), 400, /prefetch: is not supported/);
      const named = towns.client.createCollection('named', { vectors: { image: { size: 2, distance: 'Dot' } } });
      await refusal(named, 400, /named vectors are not supported/);
      const broken = await fetch(`${towns.url}/collections/towns/points/scroll`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{',
      });
      assert.equal(broken.status, 400);
      assert.deepEqual(await towns.client.count('towns'), { count: 4 });
    });
  });
});
