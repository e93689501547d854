import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { html } from './html';
import { phrase, prose } from './markdown';
import { Marker } from './terms';

const HOSTILE = `<img src=x onerror="alert('1')">&`;
const SAFE = '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;';

describe('Markup', () => {
  it('escapes what is put in, in lists too, and keeps what is markup already', () => {
    assert.equal(
      html`<p>${HOSTILE}${[html`<b>${HOSTILE}</b>`, 5, false, undefined]}</p>`.text,
      `<p>${SAFE}<b>${SAFE}</b>5</p>`,
    );
  });

  it('of prose is Markdown only, and its links lead to pages or nowhere', () => {
    const { text } = prose('[a](x.feature) [b](javascript:alert) <b>c</b>', (href) =>
      href === 'x.feature' ? 'x.html' : undefined,
    );
    assert.match(text, /<a href="x\.html">a<\/a>/);
    assert.doesNotMatch(text, /javascript:[^<]*"|<b>/);
    assert.equal(phrase('*a* <i>b</i>').text, '<em>a</em> &lt;i&gt;b&lt;/i&gt;');
  });

  it('of a sentence links each word of the glossary once, the longest first, and marks amounts', () => {
    const term = (word: string) => ({ id: word, word, meaning: '', from: '', isCast: false, uses: 0 });
    const marker = new Marker([term('spot'), term('spot capacity')], '../');
    const linked = new Set<string>();
    assert.equal(
      marker.mark('Spot capacity <costs> $5 within 2 minutes', linked).text,
      '<a class="term" href="../glossary.html#spot capacity">Spot capacity</a> &lt;costs&gt; <b>$5</b> within <b>2 minutes</b>',
    );
    assert.equal(marker.mark('spot capacity, hotspot, serve-1', linked).text, 'spot capacity, hotspot, serve-1');
  });
});
