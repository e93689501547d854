import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { mergeStreams } from './model/merge';
import { readRun } from './model/run';
import { countOf } from './model/status';
import { readStream } from './model/stream';
import { htmlOf, junitOf, ndjsonOf } from './technical-reports';
import { ALL_ENDS, FLAKY } from './testing/features';
import { Fixture } from './testing/fixture';

describe('Reports of a run in parts', () => {
  const fixture = new Fixture({ 'features/shop/all.feature': ALL_ENDS, 'features/shop/flaky.feature': FLAKY });
  after(() => fixture.remove());

  it('count each scenario once, in every form', async () => {
    const first = await fixture.run('one', { shard: '1/2', retry: 1 });
    const second = await fixture.run('two', { shard: '2/2', retry: 1 });
    const streams = await Promise.all([first, second].map(({ messages }) => readStream(messages)));
    const envelopes = mergeStreams(streams);
    const run = readRun(envelopes);
    const count = countOf(run.totals);
    assert.match(junitOf(envelopes), new RegExp(`<testsuite name="OptiInfra" [^>]*tests="${count}"`));
    const again = join(fixture.folder, 'merged.ndjson');
    writeFileSync(again, ndjsonOf(envelopes));
    assert.deepEqual(readRun((await readStream(again)).envelopes).totals, run.totals);
    for (const once of ['meta', 'testRunStarted', 'testRunFinished'] as const)
      assert.equal(envelopes.filter((envelope) => envelope[once]).length, 1, once);
    assert.match((await htmlOf(envelopes)).toString(), /^<!DOCTYPE html>/i);
  });

  it('are refused for parts that are runs of different texts', async () => {
    const first = await fixture.run('before');
    fixture.write('features/shop/flaky.feature', `${FLAKY}\n`);
    const second = await fixture.run('after');
    const streams = await Promise.all([first, second].map(({ messages }) => readStream(messages)));
    assert.throws(() => mergeStreams(streams), /flaky\.feature differently/);
  });
});
