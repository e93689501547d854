import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Opinion, RiskAssessor } from './risk-assessor.ts';

const candidate = {
  group: { move: 'spot_migration' as const, instanceType: 'p4d.24xlarge', region: 'us-east-1', machines: [] },
  offer: { discount: 0.6, interruptionRate: 0.1, placementScore: 10, savings: 0, historyDays: 30 },
};

function assess(opinion: Opinion | undefined) {
  return new RiskAssessor(async () => opinion).assess(candidate, 'customer');
}

test('the language model may raise the risk, and says why', async () => {
  assert.deepEqual(await assess({ risk_level: 'high', rationale: 'Prices swing.' }), {
    level: 'high',
    by: 'language_model',
    rationale: 'Prices swing.',
  });
});

test('it can never lower the risk of the rules', async () => {
  assert.deepEqual(await assess({ risk_level: 'low', rationale: 'All will be well.' }), {
    level: 'medium',
    by: 'rules',
    rationale: '',
  });
});

test('agreeing or silent, it leaves the assessment to the rules', async () => {
  assert.equal((await assess({ risk_level: 'medium', rationale: 'Agreed.' })).by, 'rules');
  assert.equal((await assess(undefined)).level, 'medium');
});
