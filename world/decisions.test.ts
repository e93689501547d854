import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal } from '../support/drivers/rest';
import { type Decided, holder } from './decisions';

const refusal = new Refusal('rejectRecommendation', 409, 'it is approved', undefined);
const held: Decided = { decision: 'approved' };
const refused: Decided = { decision: 'rejected', refusal };

describe('Of two decisions at the same instant', () => {
  it('the one that held and the one that was refused are told apart', () => {
    assert.deepEqual(holder([refused, held]), { held, refused });
  });

  it('neither both nor none may hold', () => {
    assert.throws(() => holder([held, { decision: 'rejected' }]), /approved: held; rejected: held/);
    assert.throws(() => holder([refused, refused]), /Expected one decision to hold/);
  });
});
