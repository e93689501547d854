import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ReservedMachines } from '../support/drivers/aws';
import type { RunningMachine } from '../support/drivers/machines';
import { coveredBy, monthlyOf } from './spend';

const machine = (instanceId: string, more: Partial<RunningMachine> = {}): RunningMachine => ({
  cloud: 'aws',
  instanceId,
  name: instanceId,
  tags: {},
  instanceType: 'p4d.24xlarge',
  market: 'on_demand',
  zone: 'us-east-1a',
  ...more,
});

const reserved = (more: Partial<ReservedMachines> = {}): ReservedMachines => ({
  id: 'r-1',
  instanceType: 'p4d.24xlarge',
  count: 1,
  term: 8760,
  upFront: 0,
  hourly: 21_000 / 730,
  ...more,
});

describe('What is reserved', () => {
  it('covers as many machines on demand of its type, each by one purchase only', () => {
    const machines = [machine('a'), machine('b'), machine('c')];
    assert.deepEqual([...coveredBy([reserved(), reserved({ id: 'r-2' })], machines)], ['a', 'b']);
    assert.equal(coveredBy([reserved({ count: 5 })], machines).size, 3);
  });

  it('covers neither spot machines, nor another type, nor what runs in another cloud', () => {
    const others = [
      machine('a', { market: 'spot' }),
      machine('b', { instanceType: 'g5.48xlarge' }),
      machine('c', { cloud: 'gcp' }),
    ];
    assert.equal(coveredBy([reserved()], others).size, 0);
  });

  it('costs a month what was paid up front, spread over the term, and what is paid by the hour', () => {
    assert.equal(String(monthlyOf(reserved())), '$21,000');
    assert.equal(String(monthlyOf(reserved({ upFront: 117_000, hourly: 9_750 / 730, count: 2 }))), '$39,000');
    assert.equal(String(monthlyOf(reserved({ upFront: 432_000, hourly: 0, term: 26_280 }))), '$12,000');
  });
});
