import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Duration } from './amounts/duration';
import { WorldTime } from './surroundings';

describe("The world's time", () => {
  const clock = new WorldTime(30);

  it('waits for a deadline in wall time, and shows it as the sentence has it', () => {
    assert.deepEqual(clock.within(Duration.parse('5 minutes')), { within: 10_000, deadline: '5 minutes' });
  });

  it('is so many times as fast', () => {
    assert.equal(String(clock.between(1_000, 2_000)), '30 seconds');
  });
});
