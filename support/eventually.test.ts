import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Signal } from './drivers/signal';
import { eventually, NotInTime, type Wake } from './eventually';

describe('eventually', () => {
  it('answers the first value that fulfils the condition', async () => {
    let looks = 0;
    const value = await eventually(
      'three looks',
      async () => ++looks,
      (seen) => seen >= 3,
      { within: 5000 },
    );
    assert.equal(value, 3);
  });

  it('tells the condition, the last value, the deadline and how many looks it took', async () => {
    const waiting = eventually(
      'the spend to be $67,200',
      async () => '$120,000',
      () => false,
      { within: 1, deadline: '5 minutes' },
    );
    await assert.rejects(waiting, (error) => {
      assert(error instanceof NotInTime);
      assert.match(
        error.message,
        /^Expected the spend to be \$67,200 within 5 minutes, but it was not so\. Last seen: "\$120,000"/,
      );
      assert(error.looks >= 2, 'it looks once more at the deadline');
      return true;
    });
  });

  it('is woken instead of polling', async () => {
    const asked: number[] = [];
    const wake: Wake = { next: async (milliseconds) => asked.push(milliseconds) > 0 };
    let looks = 0;
    await eventually(
      'two looks',
      async () => ++looks,
      (seen) => seen === 2,
      { within: 5000, wake },
    );
    assert.equal(asked.length, looks);
  });

  it('hears what happens while it looks', async () => {
    const news = new Signal();
    const heard: boolean[] = [];
    const wake: Wake = {
      next: async (milliseconds) => {
        const isHeard = await news.next(milliseconds);
        heard.push(isHeard);
        return isHeard;
      },
    };
    let looks = 0;
    await eventually(
      'two looks',
      async () => {
        looks += 1;
        if (looks === 1) news.give();
        return looks;
      },
      (seen) => seen === 2,
      { within: 5000, wake },
    );
    assert.deepEqual(heard, [true]);
  });

  it('looks less often while nothing is heard, and often again after a sign of life', async () => {
    const asked: number[] = [];
    const heardAt = 4;
    const wake: Wake = { next: async (milliseconds) => asked.push(milliseconds) === heardAt };
    let looks = 0;
    await eventually(
      'seven looks',
      async () => ++looks,
      (seen) => seen === 7,
      { within: 60_000, wake },
    );
    const [first, ...later] = asked;
    assert(later.slice(0, heardAt - 1).every((pause, index) => pause > (asked[index] ?? 0)));
    assert.equal(asked[heardAt], first);
  });

  it('lets an error of the probe through', async () => {
    const waiting = eventually(
      'nothing',
      async () => Promise.reject(new Error('refused')),
      () => true,
      { within: 5000 },
    );
    await assert.rejects(waiting, /refused/);
  });

  it('counts from the act where it is told when that was', async () => {
    const waiting = eventually(
      'a thing',
      async () => 1,
      () => false,
      { within: 1000, since: Date.now() - 2000 },
    );
    await assert.rejects(waiting, NotInTime);
  });
});
