import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refusal, serveTowns, UUID } from '../testing/towns.ts';

const AGE_9 = { key: 'age', match: { value: 9 } };
const NAMED_NEW = { key: 'name', match: { value: 'new' } };
const ITALIAN = { key: 'country', match: { value: 'IT' } };

/** Name, filter, ids of the towns it selects. */
const CASES: readonly (readonly [string, object, readonly unknown[]])[] = [
  ['nothing', {}, [1, 2, 3, UUID]],
  ['must', { must: [ITALIAN, { key: 'size', range: { gte: 28 } }] }, [2]],
  ['one condition without a list', { must: ITALIAN }, [2]],
  ['should', { should: [ITALIAN, { has_id: [1] }] }, [1, 2]],
  ['must_not', { must_not: [ITALIAN] }, [1, 3, UUID]],
  ['min_should', { min_should: { conditions: [ITALIAN, { has_id: [1, 2] }, { has_id: [1] }], min_count: 2 } }, [1, 2]],
  ['filters in filters', { must: [{ should: [ITALIAN, { must: [{ has_id: [3] }] }] }] }, [2, 3]],
  ['an integer', { must: [{ key: 'size', match: { value: 21 } }] }, [1]],
  ['a boolean', { must: [{ key: 'port', match: { value: true } }] }, [3]],
  ['any', { must: [{ key: 'country', match: { any: ['IT', 'FR'] } }] }, [1, 2]],
  ['except', { must: [{ key: 'country', match: { except: ['IT', 'FR'] } }] }, [3]],
  ['text', { must: [{ key: 'name', match: { text: 'upon' } }] }, [2]],
  ['an element of an array', { must: [{ key: 'tags', match: { value: 'old' } }] }, [3]],
  ['a range', { must: [{ key: 'size', range: { gt: 9, lt: 28 } }] }, [1]],
  ['moments', { must: [{ key: 'since', range: { gte: '2020-01-01T00:00:00Z', lt: '2021-01-01T00:00:00Z' } }] }, [3]],
  ['values_count', { must: [{ key: 'tags', values_count: { gte: 2 } }] }, [3]],
  ['is_empty', { must: [{ is_empty: { key: 'tags' } }] }, [1, 2, UUID]],
  ['is_null', { must: [{ is_null: { key: 'tags' } }] }, [1]],
  ['nested keys', { must: [{ key: 'parts[].age', range: { gt: 8 } }] }, [2]],
  [
    'conditions on different elements',
    {
      must: [
        { key: 'parts[].age', match: { value: 9 } },
        { key: 'parts[].name', match: { value: 'new' } },
      ],
    },
    [2],
  ],
  ['conditions on one element', { must: [{ nested: { key: 'parts', filter: { must: [AGE_9, NAMED_NEW] } } }] }, []],
  ['one element', { must: [{ nested: { key: 'parts[]', filter: { must: [AGE_9] } } }] }, [2]],
];

describe('A filter of Qdrant', { timeout: 60_000 }, () => {
  const towns = serveTowns();

  async function idsOf(filter: object): Promise<unknown[]> {
    const { points } = await towns.client.scroll('towns', { filter });
    return points.map(({ id }) => id);
  }

  for (const [name, filter, expected] of CASES) {
    it(`selects by ${name}`, async () => assert.deepEqual(await idsOf(filter), expected));
  }

  it('compares words where the field has a text index', async () => {
    const filter = { must: [{ key: 'name', match: { text: 'tiber ROME' } }] };
    assert.deepEqual(await idsOf(filter), []);
    await towns.client.createPayloadIndex('towns', { field_name: 'name', field_schema: 'text' });
    assert.deepEqual(await idsOf(filter), [2]);
  });

  it('is refused where it is not known', async () => {
    await refusal(idsOf({ must: [{ key: 'a', match: { nothing: 1 } }] }), 400, /match takes one of/);
    await refusal(idsOf({ musty: [] }), 400, /musty/);
    await refusal(idsOf({ must: [{ key: 'a' }] }), 400, /a field condition needs/);
  });
});
