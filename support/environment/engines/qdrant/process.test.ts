import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { QdrantClient } from '@qdrant/js-client-rest';
import { startServer, temporaryFolder } from '../testing/server-process.ts';

describe('The Qdrant process', () => {
  it('keeps collections, indexes and points over a restart', async () => {
    const folder = await temporaryFolder();
    const first = await startServer('qdrant/main.ts', folder.path);
    const health = await fetch(`${first.url}/health`);
    assert.deepEqual(await health.json(), { status: 'ok', service: 'qdrant' });
    const client = new QdrantClient({ url: first.url });
    await client.createCollection('kept', { vectors: { size: 2, distance: 'Cosine' } });
    await client.createCollection('dropped', { vectors: { size: 2, distance: 'Dot' } });
    await client.createPayloadIndex('kept', { field_name: 'a', field_schema: 'integer' });
    await client.upsert('kept', {
      points: [
        { id: 1, vector: [3, 4], payload: { a: [1, { b: 'ü' }] } },
        { id: UUID, vector: [1, 0] },
        { id: 2, vector: [1, 0] },
      ],
    });
    await client.setPayload('kept', { payload: { c: true }, points: [UUID] });
    await client.delete('kept', { points: [2] });
    await client.deleteCollection('dropped');
    assert.equal(await first.stop(), 0);

    const second = await startServer('qdrant/main.ts', folder.path);
    const again = new QdrantClient({ url: second.url });
    assert.deepEqual((await again.getCollections()).collections, [{ name: 'kept' }]);
    assert.deepEqual((await again.getCollection('kept')).payload_schema, { a: { data_type: 'integer', points: 1 } });
    assert.deepEqual((await again.scroll('kept', { with_vector: true })).points, [
      { id: 1, payload: { a: [1, { b: 'ü' }] }, vector: [0.6, 0.8] },
      { id: UUID, payload: { c: true }, vector: [1, 0] },
    ]);
    assert.equal(await second.stop(), 0);
    await folder.remove();
  });
});

const UUID = '5c56c793-69f3-4fbf-87e6-c4bf54c28c26';
