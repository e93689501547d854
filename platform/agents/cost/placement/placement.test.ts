import assert from 'node:assert/strict';
import { test } from 'node:test';
import { machine } from '../../shared/testing/machine.ts';
import type { Tier } from '../../shared/transfer.ts';
import { type Candidate, judgePlacement } from './placement.ts';

const tiers: readonly Tier[] = [{ from: 0, to: Number.POSITIVE_INFINITY, dollars: 0.1 }];
const market = { tiers, region: 'us-central1' };
const candidate: Candidate = {
  machine: machine({ name: 'batch-1' }),
  cents: 3_000_000,
  gigabytes: 10_000,
  target: {
    instanceType: 'a2-highgpu-8g',
    market: 'spot',
    cents: 1_500_000,
    interruptionRate: 0.08,
    historyDays: 30,
  },
};

test('the savings are net of what the data costs', () => {
  const { finding, proposal } = judgePlacement(candidate, market);
  assert.deepEqual([finding.decision, finding.reason], ['recommended', 'cheaper_elsewhere']);
  assert.equal(proposal?.estimated_savings, 14_000);
  assert.equal(proposal?.risk_level, 'medium');
  assert.deepEqual(proposal?.placement, {
    cloud_provider: 'gcp',
    region: 'us-central1',
    instance_type: 'a2-highgpu-8g',
    market: 'spot',
    transfer_gb: 10_000,
    transfer_cost: 1_000,
  });
});

test('savings that the data eats up to the last cent are none', () => {
  assert.equal(judgePlacement({ ...candidate, gigabytes: 149_999 }, market).proposal?.estimated_savings, 0.1);
  const { finding, proposal } = judgePlacement({ ...candidate, gigabytes: 150_000 }, market);
  assert.deepEqual([finding.decision, finding.reason, proposal], ['refused', 'transfer_cost_too_high', undefined]);
});

test('work stays where nothing like its machine is cheaper, or nobody has measured its data yet', () => {
  const { target } = candidate;
  const dear = target && { ...target, cents: 3_000_000 };
  for (const [change, reason] of [
    [{ target: undefined }, 'not_cheaper_elsewhere'],
    [{ target: dear }, 'not_cheaper_elsewhere'],
    [{ gigabytes: undefined }, 'not_measured_long_enough'],
  ] as const) {
    assert.equal(judgePlacement({ ...candidate, ...change }, market).finding.reason, reason);
  }
});
