import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAlone, isInPortal, mayBegin } from './scheduling';

const tagged = (...names: readonly string[]) => ({ tags: names.map((name) => ({ name })) });
const [disruptive, measuring, usual] = [tagged('@e2e', '@disruptive'), tagged('@performance'), tagged('@e2e')];
const alone = tagged('@service-levels', '@performance');

describe('A scenario may begin', () => {
  it('beside any others as a rule', () => {
    assert.equal(mayBegin(usual, [usual, disruptive]), true);
    assert.equal(mayBegin(usual, [measuring]), true);
    assert.equal(mayBegin(disruptive, [usual, usual]), true);
    assert.equal(mayBegin(measuring, [measuring, usual]), true);
  });

  it('not while another one ends processes, if it does that, too', () => {
    assert.equal(mayBegin(disruptive, [usual, disruptive]), false);
  });

  it('not if one of the two ends processes and the other measures time', () => {
    assert.equal(mayBegin(disruptive, [measuring]), false);
    assert.equal(mayBegin(measuring, [disruptive]), false);
  });
});

describe('A scenario that measures OptiInfra by the clock on the wall', () => {
  it('is one of the service levels that measures time, and no other', () => {
    assert.deepEqual([alone, measuring, tagged('@service-levels', '@e2e'), usual].map(isAlone), [
      true,
      false,
      false,
      false,
    ]);
  });

  it('begins when nobody else runs', () => {
    assert.equal(mayBegin(alone, []), true);
    for (const other of [usual, measuring, disruptive, alone]) assert.equal(mayBegin(alone, [other]), false);
  });

  it('keeps everybody else waiting', () => {
    for (const other of [usual, measuring, disruptive]) assert.equal(mayBegin(other, [alone]), false);
  });
});

describe('A scenario looks at the portal', () => {
  it('where it says so itself, whatever else it says', () => {
    assert.equal(isInPortal(tagged('@e2e', '@portal', '@disruptive')), true);
    assert.equal(isInPortal(tagged('@portal-like')), false);
    assert.equal(isInPortal(usual), false);
    assert.equal(isInPortal(tagged()), false);
  });
});
