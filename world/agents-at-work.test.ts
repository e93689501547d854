import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AssertionError } from 'chai';
import { growth } from './agents-at-work';
import { Duration } from './amounts/duration';

const waits = (...seconds: readonly number[]) => seconds.map((each) => Duration.ofSeconds(each));

describe('The growth of waits', () => {
  it('is that of the wait that grows least', () => assert.equal(growth(waits(1, 2, 3)), 1.5));

  it('needs two waits, and no wait that is none', () => {
    for (const few of [waits(), waits(1), waits(0, 1), waits(1, 0)]) {
      assert.throws(() => growth(few), AssertionError);
    }
  });
});
