import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFeature } from './feature-file';

const SOURCE = `@billing
Feature: Bills
  Why it matters.

  Background:
    Given a customer

  Scenario: Stands alone
    * something

  Rule: One rule
    # not for people
    @e2e
    Scenario Outline: Pays <amount>
      A description.
      And an amount
      When it is paid
      Then all is well
      But a receipt is there

      @slow
      Examples:
        | amount |
        | $10    |
`;

describe('A feature file', () => {
  const feature = parseFeature('features/billing/bills.feature', SOURCE);
  const [alone, outline] = feature.scenarios;

  it('gives scenarios the steps of their background, each with what it is', () => {
    assert.deepEqual(
      outline?.steps.map(({ kind, opens, line }) => [kind, opens, line]),
      [
        ['given', true, 6],
        ['given', false, 16],
        ['when', true, 17],
        ['then', true, 18],
        ['then', false, 19],
      ],
    );
    assert.deepEqual(
      alone?.steps.map(({ kind }) => kind),
      ['given', 'unclear'],
    );
  });

  it('gives scenarios the tags from above and from their examples', () => {
    assert.deepEqual(
      outline?.tags.map(({ text, line }) => `${text}:${line}`),
      ['@billing:1', '@e2e:13', '@slow:21'],
    );
    assert.deepEqual(
      feature.tags.map(({ text }) => text),
      ['@billing'],
    );
  });

  it('knows which scenarios stand under a rule', () => {
    assert.deepEqual([outline?.underRule, alone?.underRule], [true, false]);
  });

  it('finds what people read, and neither comments nor tags', () => {
    const texts = feature.sentences.map(({ text }) => text.trim());
    for (const expected of ['Bills', 'Why it matters.', 'One rule', 'A description.', 'it is paid', 'amount', '$10'])
      assert.ok(texts.includes(expected), `"${expected}" in ${texts.join(' | ')}`);
    assert.doesNotMatch(texts.join(), /not for people|@e2e/);
  });

  it('says so when there is nothing', () => assert.throws(() => parseFeature('x', ''), /no feature/));
});
