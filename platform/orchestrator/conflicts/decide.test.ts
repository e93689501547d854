import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moving, tuning } from '../testing/contenders.ts';
import { CircularDependency, type Decision, decide, type Question } from './decide.ts';
import type { Hearing } from './objections.ts';

const yes = { approved: true, reason: 'enough head-room' };
const no = { approved: false, reason: 'too slow' };
const unmoved: Hearing = { after: async () => no, part: async () => undefined };
const caching = tuning({ enable_prefix_caching: true });
const objected = moving({ objection: 'too slow' });
const shrinking = moving({ id: 'shrink', agentType: 'resource', savingsCents: 900 });

test('what is acceptable after another change comes after it', async () => {
  const decision = await settle({ contenders: [objected, caching] }, { ...unmoved, after: async () => yes });
  assert.equal(decision.strategy, 'sequential_execution');
  assert.deepEqual(stagesOf(decision), [['tuning'], ['spot']]);
  assert.ok(decision.conflicts.some(({ type, ids }) => type === 'dependency' && ids[0] === 'spot'));
});

test('where no order helps, the part that can be spared goes', async () => {
  const part = async () => ({ instanceIds: ['m-1'], verdict: yes });
  const decision = await settle({ contenders: [objected, caching] }, { ...unmoved, part });
  assert.equal(decision.strategy, 'negotiate_hybrid');
  assert.deepEqual(decision.part?.instanceIds, ['m-1']);
  assert.deepEqual(stagesOf(decision), [['tuning'], ['spot']]);
});

test('where nothing helps, the objection keeps it out', async () => {
  const decision = await settle({ contenders: [objected, caching] });
  assert.deepEqual(
    [decision.strategy, stagesOf(decision), leftOut(decision)],
    ['prioritize_aim', [['tuning']], ['spot']],
  );
});

test('a stated preference leaves out what is in conflict with it, and overrules an objection', async () => {
  const fast = await settle({ contenders: [objected, caching], preference: 'performance' });
  assert.deepEqual([fast.strategy, stagesOf(fast), fast.chosen], ['prioritize_customer', [['tuning']], 'tuning']);
  const cheap = await settle({ contenders: [objected, caching], preference: 'cost' });
  assert.deepEqual([stagesOf(cheap), cheap.overruled], [[['spot']], ['spot']]);
});

test('a preference that all of them serve, or none, decides nothing', async () => {
  const decision = await settle({ contenders: [moving(), shrinking], preference: 'performance' });
  assert.deepEqual([decision.strategy, decision.chosen], ['prioritize_aim', 'spot']);
});

test('of what excludes each other the aim decides before the savings', async () => {
  const decision = await settle({ contenders: [shrinking, moving()] });
  assert.deepEqual([stagesOf(decision), leftOut(decision)], [[['spot']], ['shrink']]);
});

test('what an agent objects to keeps nothing else out', async () => {
  const decision = await settle({ contenders: [shrinking, objected] });
  assert.deepEqual([stagesOf(decision), leftOut(decision)], [[['shrink']], ['spot']]);
});

test('three at once: what can go together goes, the weaker of what cannot stays', async () => {
  const decision = await settle({ contenders: [shrinking, moving(), caching] });
  assert.deepEqual([stagesOf(decision), leftOut(decision)], [[['tuning'], ['spot']], ['shrink']]);
});

test('nobody overrules the application agent', async () => {
  for (const preference of [undefined, 'cost', 'performance'] as const) {
    const decision = await settle({ contenders: [moving({ veto: 'wrong facts' }), caching], preference });
    assert.deepEqual([stagesOf(decision), leftOut(decision)], [[['tuning']], ['spot']], preference);
  }
  const decision = await settle({ contenders: [moving({ veto: 'wrong facts' })] });
  assert.equal(decision.strategy, 'nothing_permitted');
});

test('what does not touch goes side by side', async () => {
  const elsewhere = tuning({ enable_prefix_caching: true }, { id: 'digest', deployments: ['digest'] });
  const decision = await settle({ contenders: [caching, elsewhere] });
  assert.deepEqual([decision.strategy, decision.conflicts], ['parallel_execution', []]);
  assert.equal(decision.stages.length, 1);
  const ordered = await settle({ contenders: [caching, elsewhere], wishes: [{ id: 'tuning', needs: 'digest' }] });
  assert.deepEqual(stagesOf(ordered), [['digest'], ['tuning']]);
});

test('a wish against what the fleet can bear is a circle', async () => {
  const question = { contenders: [objected, caching], wishes: [{ id: 'tuning', needs: 'spot' }] };
  await assert.rejects(settle(question, { ...unmoved, after: async () => yes }), (error) => {
    assert.ok(error instanceof CircularDependency);
    assert.match(error.message, /"Move to spot" needs "Tune" first, "Tune" needs "Move to spot" first/);
    return true;
  });
});

test('what needs something that is left out is left out too', async () => {
  const decision = await settle({ contenders: [objected, caching], wishes: [{ id: 'tuning', needs: 'spot' }] });
  assert.deepEqual([decision.strategy, leftOut(decision)], ['nothing_permitted', ['spot', 'tuning']]);
});

function settle(
  question: Pick<Question, 'contenders'> & Partial<Question>,
  hearing: Hearing = unmoved,
): Promise<Decision> {
  return decide({ wishes: [], preference: undefined, ...question }, hearing);
}

function stagesOf({ stages }: Decision): readonly (readonly string[])[] {
  return stages.map((stage) => stage.map(({ id }) => id));
}

function leftOut(decision: Decision): readonly string[] {
  return decision.leftOut.map(({ id }) => id);
}
