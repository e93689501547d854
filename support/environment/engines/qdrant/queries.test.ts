import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refusal, serveTowns, UUID } from '../testing/towns.ts';

describe('A query of Qdrant', { timeout: 60_000 }, () => {
  const towns = serveTowns();

  it('finds the nearest by Euclid, whose threshold is an upper bound', async () => {
    const { points } = await towns.client.query('towns', {
      query: [0, 0],
      score_threshold: 1.5,
      with_payload: ['name'],
    });
    assert.deepEqual(
      points.map(({ id, score }) => [id, score]),
      [
        [1, 0],
        [2, 0.1],
      ],
    );
    assert.deepEqual(points[0]?.payload, { name: 'Paris' });
  });

  it('normalises for Cosine, whose threshold is a lower bound', async () => {
    await towns.client.createCollection('angles', { vectors: { size: 2, distance: 'Cosine' } });
    const vectors = { 1: [3, 4], 2: [0, 2], 3: [-1, 0] };
    await towns.client.upsert('angles', {
      points: Object.entries(vectors).map(([id, vector]) => ({ id: Number(id), vector })),
    });
    const { points } = await towns.client.query('angles', { query: [0, 9], score_threshold: 0.5, with_vector: true });
    assert.deepEqual(
      points.map(({ id, score, vector }) => [id, score, vector]),
      [
        [2, 1, [0, 1]],
        [1, 0.8, [0.6, 0.8]],
      ],
    );
    await towns.client.deleteCollection('angles');
  });

  it('compares by Dot and Manhattan', async () => {
    for (const [distance, scores] of [
      ['Dot', [11, 2]],
      ['Manhattan', [3, 4]],
    ] as const) {
      await towns.client.createCollection('measured', { vectors: { size: 2, distance } });
      await towns.client.upsert('measured', {
        points: [
          { id: 1, vector: [2, 0] },
          { id: 2, vector: [3, 4] },
        ],
      });
      const { points } = await towns.client.query('measured', { query: { nearest: [1, 2] } });
      assert.deepEqual(
        points.map(({ score }) => score),
        scores,
        distance,
      );
      await towns.client.deleteCollection('measured');
    }
  });

  it('takes a point as the query and leaves it out', async () => {
    const { points } = await towns.client.query('towns', { query: 1, limit: 1 });
    assert.deepEqual(
      points.map(({ id }) => id),
      [2],
    );
    await refusal(towns.client.query('towns', { query: 99 }), 404, /No point with id 99 found/);
  });

  it('filters, skips and limits', async () => {
    const filter = { must_not: [{ has_id: [1] }] };
    const { points } = await towns.client.query('towns', { query: [0, 0], filter, offset: 1, limit: 1 });
    assert.deepEqual(
      points.map(({ id }) => id),
      [3],
    );
  });

  it('comes in batches, and without a vector in the order of ids', async () => {
    const [nearest, all] = await towns.client.queryBatch('towns', {
      searches: [{ query: [5, 5], limit: 1 }, { limit: 3 }],
    });
    assert.deepEqual(
      nearest?.points.map(({ id }) => id),
      [UUID],
    );
    assert.deepEqual(
      all?.points.map(({ id, score }) => [id, score]),
      [
        [1, 0],
        [2, 0],
        [3, 0],
      ],
    );
  });
});
