import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigurationError } from '../support/config';
import { type Defect, readDefect, withDefect } from './defect';

const TEXT = `
title: the discount is ignored
requirement: W-3
file: platform/agents/cost/offer-rule.ts
old: discount < 30
new: discount < 25
caught_by: A market of 29% off is not offered
`;

describe('A defect', () => {
  const defect: Defect = readDefect('discount', TEXT);

  it('is read from its file', () => {
    assert.deepEqual(defect, {
      id: 'discount',
      title: 'the discount is ignored',
      requirement: 'W-3',
      file: 'platform/agents/cost/offer-rule.ts',
      old: 'discount < 30',
      new: 'discount < 25',
      caughtBy: ['A market of 29% off is not offered'],
    });
  });

  it('may name several scenarios, but not none', () => {
    const named = (titles: string) => TEXT.replace(/^caught_by.*$/m, `caught_by: ${titles}`);
    assert.deepEqual(readDefect('d', named('[a, b]')).caughtBy, ['a', 'b']);
    assert.throws(() => readDefect('d', named('[]')), /caught_by in .* Allowed: the title/);
  });

  it('replaces the old text, and nothing else, also where the new one looks like a pattern', () => {
    const dollars = { ...defect, new: '$& $1' };
    assert.equal(withDefect('if (discount < 30) return;', dollars), 'if ($& $1) return;');
  });

  for (const [text, times] of [
    ['nothing of the kind', 0],
    ['discount < 30 || discount < 30', 2],
  ] as const) {
    it(`is refused where the old text stands ${times} times, naming file and text`, () => {
      assert.throws(
        () => withDefect(text, defect),
        new ConfigurationError(
          'old in defects/catalogue/discount.yaml',
          'discount < 30',
          `a text that stands exactly once in platform/agents/cost/offer-rule.ts, where this one stands ${times} times`,
        ),
      );
    });
  }

  for (const [entry, wrong] of [
    ['requirement', 'requirement: often'],
    ['file', 'file: support/config.ts'],
    ['file', 'file: platform/../support/config.ts'],
    ['title', 'title: ""'],
    ['old', 'old: 3'],
  ] as const) {
    it(`with "${wrong}" is refused, naming the entry and its file`, () => {
      const text = TEXT.replace(new RegExp(`^${entry}:.*$`, 'm'), wrong);
      assert.throws(
        () => readDefect('discount', text),
        new RegExp(`^ConfigurationError: ${entry} in defects/catalogue/discount.yaml is "`),
      );
    });
  }

  it('with an entry missing, one too many, or a replacement that changes nothing is refused', () => {
    assert.throws(
      () => readDefect('d', TEXT.replace(/^caught_by.*$/m, '')),
      /caught_by in .* is not set\. Allowed: the title/,
    );
    assert.throws(() => readDefect('d', `${TEXT}\nseverity: high`), /severity in .* is "high"\. Allowed: no entry but/);
    assert.throws(() => readDefect('d', TEXT.replace('< 25', '< 30')), /new in .* Allowed: a text that differs/);
  });

  it('that is no YAML, or no entries at all, is refused', () => {
    assert.throws(() => readDefect('d', 'title: "'), /d\.yaml is ".*Allowed: YAML with the entries/);
    assert.throws(() => readDefect('d', ''), /d\.yaml is not set/);
  });
});
