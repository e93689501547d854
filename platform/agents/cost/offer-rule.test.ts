import assert from 'node:assert/strict';
import { test } from 'node:test';
import { machine } from '../shared/testing/machine.ts';
import { judge, objectionTo } from './offer-rule.ts';

const good = { discount: 0.6, interruptionRate: 0.05, placementScore: 10 };

test('30 % off is enough, 29 % is not', () => {
  assert.equal(judge({ ...good, discount: 0.3 }), 'offer_rule_met');
  assert.equal(judge({ ...good, discount: 0.29 }), 'discount_too_small');
});

test('30 % off stays 30 % where rounded hourly prices make it a little less', () => {
  const hourlySpot = Number((21_000 / 730).toFixed(6));
  assert.equal(judge({ ...good, discount: 1 - (hourlySpot * 730) / 30_000 }), 'offer_rule_met');
  assert.equal(judge({ ...good, discount: 0.299_99 }), 'offer_rule_met');
  assert.equal(judge({ ...good, discount: 0.299_9 }), 'discount_too_small');
});

test('15 % of interruptions a month are allowed, 16 % are not', () => {
  assert.equal(judge({ ...good, interruptionRate: 0.15 }), 'offer_rule_met');
  assert.equal(judge({ ...good, interruptionRate: 0.16 }), 'interruptions_too_frequent');
});

test('only the best placement score promises all the machines', () => {
  assert.equal(judge({ ...good, placementScore: 10 }), 'offer_rule_met');
  assert.equal(judge({ ...good, placementScore: 9 }), 'capacity_too_small');
});

test('where the market has no such machines there is nothing to judge', () => {
  assert.equal(judge(undefined), 'no_spot_pool');
});

test('only fault-tolerant machines on demand that are not latency-critical may move', () => {
  assert.equal(objectionTo(machine({})), undefined);
  assert.equal(objectionTo(machine({ market: 'spot' })), 'already_spot');
  assert.equal(objectionTo(machine({ latencyCritical: true })), 'latency_critical');
  assert.equal(objectionTo(machine({ faultTolerant: false })), 'not_fault_tolerant');
});
