import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Ledger } from './ledger';

describe('Ledger', () => {
  it('undoes last first, once', async () => {
    const undone: string[] = [];
    const ledger = new Ledger();
    for (const what of ['account', 'fleet', 'customer']) ledger.owe(what, async () => void undone.push(what));
    await ledger.settle();
    await ledger.settle();
    assert.deepEqual(undone, ['customer', 'fleet', 'account']);
  });

  it('tries all and names each that failed', async () => {
    const undone: string[] = [];
    const ledger = new Ledger();
    ledger.owe('account', async () => void undone.push('account'));
    ledger.owe('fleet', async () => Promise.reject(new Error('it still serves')));
    ledger.owe('customer', async () => Promise.reject(new Error('it still migrates')));
    await assert.rejects(ledger.settle(), {
      message: 'Left behind: customer: it still migrates; fleet: it still serves',
    });
    assert.deepEqual(undone, ['account']);
  });
});
