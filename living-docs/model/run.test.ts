import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { ALL_ENDS, EMPTY_SCENARIO, FLAKY } from '../testing/features';
import { type Finished, Fixture, type Start } from '../testing/fixture';
import { mergeStreams } from './merge';
import { readRun } from './run';
import { isFlaky } from './scenario';
import { countOf, type Totals } from './status';
import { readStream } from './stream';

const fixture = new Fixture({
  'features/shop/all.feature': ALL_ENDS,
  'features/shop/flaky.feature': FLAKY,
  'features/none.feature': EMPTY_SCENARIO,
});
after(() => fixture.remove());

const counted = (totals: Totals) =>
  Object.fromEntries(Object.entries(totals).filter(([status, count]) => count > 0 && status !== 'not run'));

const merged = async (...runs: readonly Finished[]) =>
  readRun(mergeStreams(await Promise.all(runs.map(({ messages }) => readStream(messages)))));

describe("The totals are Cucumber's own", () => {
  const combinations: readonly (readonly [string, Start])[] = [
    ['everything', {}],
    ['a-filter', { tags: '@good' }],
    ['a-filter-without-a-row', { tags: '@good and not @odd' }],
    ['a-filter-that-fits-nothing', { tags: '@nothing' }],
    ['a-retry', { retry: 1 }],
    ['a-filter-and-retries', { tags: 'not @good', retry: 2 }],
    ['a-shard', { shard: '1/3' }],
    ['a-shard-of-a-filter', { shard: '2/2', tags: '@good' }],
    ['a-dry-run', { dryRun: true }],
  ];
  for (const [name, start] of combinations)
    it(name.replaceAll('-', ' '), async () => {
      const finished = await fixture.run(name, start);
      const run = await merged(finished);
      assert.deepEqual(counted(run.totals), finished.scenarios);
      assert.deepEqual(counted(run.stepTotals), finished.steps);
      assert.equal(
        run.features.flatMap(({ scenarios }) => scenarios).length - countOf(run.totals),
        run.totals['not run'],
      );
    });

  it('of shards together as of one run', async () => {
    const whole = await fixture.run('whole');
    const shards = [1, 2, 3].map((index) => () => fixture.run(`shard-${index}`, { shard: `${index}/3` }));
    const run = await merged(...(await inTurn(shards)));
    assert.deepEqual(counted(run.totals), whole.scenarios);
    assert.deepEqual(counted(run.stepTotals), whole.steps);
    assert.equal(run.totals['not run'], 0);
  });

  it('of shards with retries as of one run with retries', async () => {
    const whole = await fixture.run('whole-retried', { retry: 1 });
    const shards = [1, 2].map((index) => () => fixture.run(`retried-${index}`, { shard: `${index}/2`, retry: 1 }));
    const run = await merged(...(await inTurn(shards)));
    assert.deepEqual(counted(run.totals), whole.scenarios);
  });

  it('of the same stream twice as of it once', async () => {
    const finished = await fixture.run('twice');
    assert.deepEqual(counted((await merged(finished, finished)).totals), finished.scenarios);
  });
});

describe('A run', () => {
  it('counts a scenario that was repeated once, as it went last, and calls it flaky', async () => {
    const run = await merged(await fixture.run('flaky', { retry: 1, tags: '@shop and not @good' }));
    const flaky = run.features.flatMap(({ scenarios }) => scenarios).filter(isFlaky);
    assert.deepEqual(
      flaky.map(({ name, attempts }) => [name, attempts.map(({ status }) => status)]),
      [['Passes at the second go', ['failed', 'passed']]],
    );
  });

  it('takes the later of two runs of one scenario', async () => {
    const first = await fixture.run('first', { tags: '@bad or @good' });
    const second = await fixture.run('second', { tags: '@bad' });
    const scenario = (await merged(second, first)).features.flatMap(({ scenarios }) => scenarios);
    assert.deepEqual(
      scenario.filter(({ name }) => name === 'Fails').map(({ attempts }) => attempts.length),
      [2],
    );
  });

  it('knows what was not chosen', async () => {
    const { features, totals } = await merged(await fixture.run('chosen', { tags: '@bad' }));
    assert.equal(totals['not run'], features.flatMap(({ scenarios }) => scenarios).length - 1);
  });

  it('gives each scenario an address that follows from its title, and rows of the same title theirs', async () => {
    const { features } = await merged(await fixture.run('addresses', { tags: '@bad' }));
    const ids = features.flatMap(({ scenarios }) => scenarios).map(({ id }) => id);
    for (const id of ['passes', 'outline-of-one', 'the-same-title-x', 'the-same-title-y'])
      assert.ok(ids.includes(id), id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('keeps what broke outside of scenarios, and shows no secret of a failure', async () => {
    process.env.FIXTURE_BREAKS = 'yes';
    try {
      const { problems, features } = await merged(await fixture.run('broken-end', { tags: '@bad' }));
      assert.match(problems.join(), /the end broke/);
      assert.doesNotMatch(JSON.stringify(features), /hunter2/);
    } finally {
      delete process.env.FIXTURE_BREAKS;
    }
  });
});

/** Cucumber keeps step definitions in one place, so that runs must not overlap. */
async function inTurn<T>(acts: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const done: T[] = [];
  for (const act of acts) done.push(await act());
  return done;
}
