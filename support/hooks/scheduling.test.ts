import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isInPortal, mayBegin } from './scheduling';

const tagged = (...names: readonly string[]) => ({ tags: names.map((name) => ({ name })) });
const [disruptive, measuring, usual] = [tagged('@e2e', '@disruptive'), tagged('@performance'), tagged('@e2e')];

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

describe('A scenario looks at the portal', () => {
  it('where it says so itself, whatever else it says', () => {
    assert.equal(isInPortal(tagged('@e2e', '@portal', '@disruptive')), true);
    assert.equal(isInPortal(tagged('@portal-like')), false);
    assert.equal(isInPortal(usual), false);
    assert.equal(isInPortal(tagged()), false);
  });
});
