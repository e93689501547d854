import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { tasks } from '../agents/tasks.ts';
import { analyses } from './analysis-types.ts';
import { refuseDisorder } from './order.ts';

test('the table of analyses is the one of the contract', () => {
  const contract = parse(readFileSync(new URL('../../../contracts/openapi.yaml', import.meta.url), 'utf8'));
  const served = Object.entries(analyses).map(([type, task_type]) => {
    return [type, { agent_type: tasks[task_type].agentType, task_type }];
  });
  assert.deepEqual(contract.components.schemas.AnalysisType['x-served-by'], Object.fromEntries(served));
});

test('a circle is refused with those that are in it, and no others', () => {
  const wishes = [
    { analysis_type: 'resource_optimization', depends_on: ['cost_optimization'] },
    { analysis_type: 'cost_optimization', depends_on: ['performance_optimization'] },
    { analysis_type: 'performance_optimization', depends_on: ['cost_optimization'] },
  ] as const;
  assert.throws(
    () => refuseDisorder(wishes),
    /circle: cost_optimization -> performance_optimization -> cost_optimization$/,
  );
});

test('what is needed by two is no circle', () => {
  refuseDisorder([
    { analysis_type: 'quality_assurance', depends_on: ['performance_optimization', 'cost_optimization'] },
    { analysis_type: 'performance_optimization', depends_on: ['cost_optimization'] },
    { analysis_type: 'cost_optimization' },
  ]);
});

test('what is asked for twice, or needed and not asked for, is refused', () => {
  const cost = { analysis_type: 'cost_optimization' } as const;
  assert.throws(() => refuseDisorder([cost, cost]), /asks for cost_optimization twice/);
  const lacking = { ...cost, depends_on: ['quality_assurance'] } as const;
  assert.throws(() => refuseDisorder([lacking]), /depends on quality_assurance, which is not asked for/);
});
