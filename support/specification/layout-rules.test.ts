import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFeature } from './feature-file';
import { checkLayout } from './layout-rules';
import { checkOutlines } from './outline-rules';

const GOOD = `@billing
Feature: Bills
  Why

  Rule: One

    Background:
      Given a customer

    @e2e @C-1
    @slow
    Scenario Outline: Pays <amount>
      Given these:
        | what  | much |
        | spend | <x>  |
      When it is paid

      @faults
      Examples:
        | amount | x |
        | $10    | 1 |
`;

const found = (source: string) => {
  const feature = parseFeature('features/billing/bills.feature', source);
  return [...checkLayout(feature), ...checkOutlines(feature)].map(({ line, what }) => `${line}: ${what}`);
};

describe('The layout of a feature', () => {
  it('that is even is well', () => assert.deepEqual(found(GOOD), []));

  const slips: readonly [string, string, string, readonly string[]][] = [
    ['a step', '      When it', '     When it', ['16: Indented by 5 spaces']],
    ['a rule', '  Rule', ' Rule', ['5: Indented by 1 spaces']],
    ['a background', '    Background', '   Background', ['7: Indented by 3 spaces']],
    [
      'a row',
      '        | spend',
      '       | spend',
      ['15: Indented by 7 spaces', '15: The cells do not stand under each other'],
    ],
    ['a column', '| <x>  |', '|  <x> |', ['15: The cells do not stand under each other']],
    ['a column of examples', '| 1 |', '|  1 |', ['21: The cells do not stand under each other']],
    ['two spaces between tags', '@e2e @C-1', '@e2e  @C-1', ['10: @C-1 does not stand in its place']],
    ['a tag beside its owner', '      @faults', '        @faults', ['18: @faults does not stand in its place']],
    ['a tag twice', '@C-1\n', '@e2e\n', ['10: @e2e stands here twice']],
    ['a keyword twice', 'When it is', 'Given it is', ['16: Given twice in a row']],
    ['an unknown column', '<x>', '<y>', ['19: Nobody uses the column "x"', '19: <y> has no column']],
    [
      'no examples',
      '      @faults\n      Examples:\n        | amount | x |\n        | $10    | 1 |\n',
      '',
      ['12: The outline has no examples, so it never runs'],
    ],
    ['a scenario with examples', 'Scenario Outline', 'Scenario', ['12: A scenario with examples']],
  ];
  for (const [name, from, to, expected] of slips) {
    it(`has no place for ${name}`, () => {
      assert.ok(GOOD.includes(from));
      assert.deepEqual(found(GOOD.replace(from, to)), expected);
    });
  }
});
