import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UnderWay } from './under-way';

describe('Work that is under way', () => {
  it('is done once for all who ask at the same time, by its name', async () => {
    const underWay = new UnderWay();
    const begun: string[] = [];
    const ask = (name: string) => underWay.join(name, async () => void begun.push(name));
    await Promise.all([ask('redis'), ask('redis'), ask('postgres')]);
    assert.deepEqual(begun, ['redis', 'postgres']);
  });

  it('fails for all of them, and is begun anew by the next who asks', async () => {
    const underWay = new UnderWay();
    const fail = () => underWay.join('redis', () => Promise.reject(new Error('no network')));
    const outcomes = await Promise.allSettled([fail(), fail()]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    await underWay.join('redis', async () => undefined);
  });
});
