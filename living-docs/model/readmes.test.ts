import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseReadme } from './readmes';

test('the summary is the first paragraph without markup', () => {
  const { title, summary } = parseReadme('# Portal\n\nWhat **[customers](a.md)** see.\nIn a `browser`.\n\nMore.');
  assert.deepEqual([title, summary], ['Portal', 'What customers see. In a browser.']);
});

test('a sentence that goes on in a list is no part of the summary', () => {
  assert.equal(parseReadme('# A\n\nFour agents look. Two disagree where\n\n- one').summary, 'Four agents look.');
});

test('a paragraph without an end is the summary as it is', () => {
  assert.equal(parseReadme('# A\n\nOnly this\n\n- one').summary, 'Only this');
});
