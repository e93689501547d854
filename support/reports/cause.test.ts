import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causeOf } from './cause';

describe('The cause of a failure', () => {
  it('is the same, whichever port, id and time it names', () => {
    const [one, other] = [
      'GET /customers/176b7dd1-60b3-45f1-8c8a-aaaaaaaaaaaa at http://127.0.0.1:24291 took 1.5 s\nin detail',
      'GET /customers/276b7dd1-60b3-45f1-8c8a-bbbbbbbbbbbb at http://127.0.0.1:5123 took 21 s',
    ].map(causeOf);
    assert.equal(one, other);
    assert.equal(one, 'GET /customers/… at http://127.0.0.1… took …');
  });

  it('keeps the figures of a broken promise apart', () => {
    assert.notEqual(causeOf('Promised: $54,000. Measured: $1.'), causeOf('Promised: $54,000. Measured: $2.'));
  });
});
