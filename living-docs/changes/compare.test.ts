import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compare } from './compare';
import { measured } from './measure';
import { takeSnapshot } from './snapshot';
import { bindsLess, compareNumbers } from './strength';

const strengths = (before: string, after: string) =>
  compareNumbers(before, after)?.map(({ from, to, strength }) => `${from} → ${to}: ${strength}`);

describe('Numbers in sentences', () => {
  it('are read with their units', () => {
    const { frame, measures } = measured('serve-1 costs $1,250.50, 3.5% less, within 2 minutes or an hour, 4 times');
    assert.equal(frame, 'serve-1 costs {money}, {percent} less, within {duration} or {duration}, {number} times');
    assert.deepEqual(
      measures.map(({ value }) => value),
      [1250.5, 3.5, 120, 3600, 4],
    );
  });

  for (const [before, after, expected] of [
    ['should end within 5 minutes', 'should end within 10 minutes', '5 minutes → 10 minutes: weaker'],
    ['should end within 90 seconds', 'should end within 1 minute', '90 seconds → 1 minute: stronger'],
    ['should fall by at least 40%', 'should fall by at least 30%', '40% → 30%: weaker'],
    ['no more than 0.1% should fail', 'no more than 1% should fail', '0.1% → 1%: weaker'],
    ['more than 10 times', 'more than 8 times', '10 → 8: weaker'],
    ['P95 below 1,000 ms', 'P95 below 800 ms', '1,000 ms → 800 ms: stronger'],
    ['between 80% and 120% of it', 'between 70% and 120% of it', '80% → 70%: weaker'],
    ['between 80% and 120% of it', 'between 80% and 130% of it', '120% → 130%: weaker'],
    ['should be $120,000', 'should be $110,000', '$120,000 → $110,000: other'],
    ['in less than 60 seconds', 'in less than 2 minutes', '60 seconds → 2 minutes: weaker'],
  ] as const)
    it(`${before} → ${after}`, () => assert.deepEqual(strengths(before, after), [expected]));

  it('are not compared where the words differ, and are the same in another unit', () => {
    assert.equal(strengths('within 5 minutes', 'after 5 minutes'), undefined);
    assert.deepEqual(strengths('within 60 seconds', 'within 1 minute'), []);
  });

  it('bind less where a word does', () => {
    assert.ok(bindsLess('should run exactly 3 machines', 'should run at least 3 machines'));
    assert.ok(!bindsLess('should run at least 3 machines', 'should run exactly 3 machines'));
  });
});

const feature = (steps: string, { tags = '@F-1', name = 'One' } = {}) =>
  `Feature: F\n\n  ${tags}\n  Scenario: ${name}\n${steps.replace(/^/gm, '    ')}\n`;
const snapshot = (text: string, more: Readonly<Record<string, string>> = {}) =>
  takeSnapshot(new Map(Object.entries({ 'features/a/b.feature': text, ...more })));
const changes = (before: string, after: string) => compare(snapshot(before), snapshot(after));

describe('What changed in the specification', () => {
  const steps = 'Given a\nWhen b\nThen it ends within 5 minutes\nAnd nothing is lost';

  it('is nothing where only the layout has', () => {
    const { added, removed, changed } = changes(feature(steps), `\n\n${feature(steps)}`);
    assert.deepEqual([added, removed, changed], [[], [], []]);
  });

  it('is weaker where a deadline is longer, a promise is gone, or it is a draft now', () => {
    for (const after of [
      feature(steps.replace('5 minutes', '6 minutes')),
      feature(steps.replace('\nAnd nothing is lost', '')),
      feature(steps, { tags: '@F-1 @wip' }),
    ]) {
      const [change] = changes(feature(steps), after).changed;
      assert.equal(change?.isWeaker, true, after);
    }
  });

  it('is not weaker where a situation has other numbers, or a promise is added', () => {
    const given = steps.replace('Given a', 'Given at least 5 machines');
    const [other] = changes(feature(given), feature(given.replace('5 machines', '4 machines'))).changed;
    assert.deepEqual([other?.isWeaker, other?.sentences.length], [false, 1]);
    const [more] = changes(feature(steps), feature(`${steps}\nAnd more`)).changed;
    assert.deepEqual(more?.sentences, [{ kind: 'added', text: 'more', isWeaker: false }]);
  });

  it('follows a scenario that got another title', () => {
    const { added, removed, changed } = changes(feature(steps), feature(steps, { name: 'Two' }));
    assert.deepEqual([added, removed], [[], []]);
    assert.deepEqual(changed[0]?.remarks, ['It was called "One".']);
  });

  it('tells of scenarios that came and went, and of proofs that were given up', () => {
    const both = `${feature(steps)}\n  Scenario: Two\n    Given x\n    Then y\n`;
    assert.equal(changes(both, feature(steps)).removed[0]?.name, 'Two');
    assert.equal(changes(feature(steps), both).added[0]?.name, 'Two');
    const [change] = changes(feature(steps), feature(steps, { tags: '@F-2' })).changed;
    assert.deepEqual(change?.remarks, ['It does not prove F-1 any more.', 'It proves F-2, too.']);
  });

  it('tells of rows of examples and of tables', () => {
    const outline = (rows: string) =>
      `Feature: F\n\n  Scenario Outline: O\n    Then <a>\n      | 1 |\n\n    Examples:\n      | a |\n${rows}`;
    const [change] = changes(outline('      | x |\n      | y |\n'), outline('      | x |\n')).changed;
    assert.deepEqual(change?.sentences, [{ kind: 'removed', text: 'a y', isWeaker: true }]);
  });

  it('tells of requirements, and flags a loosened threshold and a lost proof', () => {
    const yaml = (threshold: string, status = 'covered') =>
      `- id: C-2\n  promise: It falls.\n  source: us\n  threshold: ${threshold}\n  status: ${status}\n  proof: scenario\n`;
    const at = (text: string) => snapshot(feature(steps), { 'docs/requirements.yaml': text });
    const flags = (before: string, after: string) =>
      compare(at(before), at(after)).requirements.map(({ isWeaker }) => isWeaker);
    assert.deepEqual(flags(yaml('at least 40 %'), yaml('at least 30 %')), [true]);
    assert.deepEqual(flags(yaml('at least 40 %'), yaml('at least 50 %')), [false]);
    assert.deepEqual(flags(yaml('at least 40 %'), yaml('at least 40 %', 'planned')), [true]);
    assert.deepEqual(flags(yaml('at least 40 %'), '[]'), [true]);
  });
});
