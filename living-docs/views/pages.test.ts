import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { findings } from '../../support/drivers/browser/accessibility';
import { launchBrowser } from '../browser';
import { type Documentation, document } from '../model/documentation';
import { readStream } from '../model/stream';
import { writeSite } from '../site';
import { ALL_ENDS, ODD_ATTACHMENTS } from '../testing/features';
import { Fixture } from '../testing/fixture';

const fixture = new Fixture({
  'features/shop/all.feature': ALL_ENDS,
  'features/odd/odd.feature': ODD_ATTACHMENTS,
});
const folder = join(mkdtempSync(join(tmpdir(), 'site-')), 'site');
let documentation: Documentation;

before(async () => {
  const { messages } = await fixture.run('odd');
  const { envelopes } = await readStream(messages);
  const readme = {
    title: 'The shop',
    text: '## Words\n\n| word | meaning |\n|---|---|\n| well | as it should <i>be</i> |\n',
    summary: 'S',
  };
  documentation = document(
    envelopes,
    { readmeOf: (name) => (name === 'shop' ? readme : undefined), cast: '', requirements: [], guards: [], history: [] },
    { kind: 'run', files: [messages], brokenOff: false, commit: '', outdated: 0 },
  );
  writeSite(documentation, folder);
});
after(() => {
  fixture.remove();
  rmSync(join(folder, '..'), { recursive: true });
});

const files = () =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
const pages = () => files().filter((name) => name.endsWith('.html'));
const read = (name: string) => readFileSync(join(folder, name), 'utf8');

describe('The pages', () => {
  it('hold no markup of what they show', () => {
    for (const name of pages()) {
      const page = read(name);
      assert.doesNotMatch(page, /window\.injected(?![^<]*<\/)/, name);
      assert.doesNotMatch(page, /<script>|<img src=x|<i>more|<b>it broke/, name);
    }
  });

  it('hold no secret, nor does a file beside them', () => {
    for (const name of files()) assert.doesNotMatch(read(name), /hunter2/, name);
  });

  it('load nothing but their own files, by classic scripts', () => {
    for (const name of pages()) {
      assert.doesNotMatch(read(name), /(?:src|href)="(?:https?:)?\/\//, name);
      assert.doesNotMatch(read(name), /type="module"|fetch\(/, name);
    }
  });

  it('lead nowhere that is not there', () => {
    for (const name of pages())
      for (const [, target = ''] of read(name).matchAll(/(?:href|src)="([^"]+)"/g)) {
        const [path = '', anchor] = target.replace(/\?[^#]*/, '').split('#');
        const file = path === '' ? name : join(name, '..', path);
        assert.ok(existsSync(join(folder, file)), `${name} leads to ${target}`);
        if (anchor) assert.ok(read(file).includes(`id="${anchor}"`), `${name} leads to ${target}`);
      }
  });

  it('keep what is large or no text as files that no browser runs', () => {
    const kept = files().filter((name) => name.startsWith('evidence/'));
    assert.deepEqual([...new Set(kept.map((name) => name.split('.').at(-1)))].sort(), ['bin', 'png', 'txt']);
    assert.ok(read('features/odd-odd.html').length < 60_000);
  });

  it('show rows that were found as a table, and what is none as text', () => {
    const page = read('features/odd-odd.html');
    assert.match(page, /<th scope="col">note<\/th>.*<td>serve-1<\/td><td>&lt;b&gt;bold&lt;\/b&gt;<\/td>/s);
    assert.match(page, /<pre[^>]*>a\tb\nno second cell<\/pre>/);
  });

  it('give each scenario a permanent address', () => {
    for (const { id } of documentation.scenarios) assert.ok(existsSync(join(folder, `scenarios/${id}.html`)), id);
  });

  it('link words of the glossary, and explain them', () => {
    assert.match(read('features/shop-all.html'), /<a class="term" href="\.\.\/glossary\.html#well">well<\/a>/);
    assert.match(read('glossary.html'), /id="well".*as it should &lt;i&gt;be&lt;\/i&gt;/s);
  });

  it('never replace a folder that holds something else', () => {
    assert.throws(() => writeSite(documentation, fixture.folder), /one that is empty, new, or holds a site already/);
  });
});

describe('In a browser, the pages', () => {
  let browser: Browser;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());

  for (const { colorScheme, width } of [
    { colorScheme: 'light', width: 1280 },
    { colorScheme: 'dark', width: 360 },
  ] as const) {
    it(`have no barrier that axe finds, and fit, when they are ${colorScheme} and ${width} px wide`, async () => {
      const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } });
      const found: string[] = [];
      // What only leads to a scenario is gone before anybody sees it.
      for (const name of pages().filter((each) => !each.startsWith('scenarios/'))) {
        const page = await context.newPage();
        await page.goto(pathToFileURL(join(folder, name)).href);
        await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
        const barriers = await findings(page);
        found.push(...barriers.map(({ rule, help, where }) => `${name}: ${rule}, ${help} (${where})`));
        const needed = await page.evaluate<number>('document.documentElement.scrollWidth');
        if (needed > width) found.push(`${name} is ${needed} px wide`);
        await page.close();
      }
      await context.close();
      assert.deepEqual(found, []);
    });
  }
});
