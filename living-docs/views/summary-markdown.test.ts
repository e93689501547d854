import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { readRun } from '../model/run';
import { readStream } from '../model/stream';
import { ALL_ENDS } from '../testing/features';
import { Fixture } from '../testing/fixture';
import { summaryInMarkdown } from './summary-markdown';

const fixture = new Fixture({ 'features/shop/all.feature': ALL_ENDS });
after(() => fixture.remove());

describe('The summary of a run as Markdown', () => {
  it('tells what broke by its cause, where it is, and how to run it again', async () => {
    const { messages } = await fixture.run('all');
    const text = summaryInMarkdown(readRun((await readStream(messages)).envelopes));
    assert.match(text, /^## 4 passed, 3 failed, .*\n\nIt took \d+\.\d s\.\n/);
    assert.match(
      text,
      /\n### \\<b\\>it broke.*\n\n- \*\*Fails\*\*: `npm run bdd -- features\/shop\/all\.feature:19`\n {2}- Then it breaks\n/,
    );
    assert.equal(text.match(/it broke/g)?.length, 1, 'one cause is told once');
  });

  it('says that a part was broken off', async () => {
    const { messages } = await fixture.run('killed', { tags: '@good' });
    const { envelopes } = await readStream(messages);
    const killed = envelopes.filter(({ testRunFinished }) => !testRunFinished);
    assert.match(summaryInMarkdown(readRun(killed)), /\n\nThe run has no end: a part of it was broken off\.\n/);
  });
});
