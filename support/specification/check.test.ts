import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkSpecification, type Specification } from './check';
import { parseFeature } from './feature-file';
import { readRequirements } from './requirements';
import { readTagList } from './tag-list';
import { showViolation } from './violation';

const TAGS = readTagList(
  ['@e2e` | kind', '@security` | kind', '@slow` | run', '@journey` | run', '@wip` | run']
    .map((row) => `| \`${row} | meaning |`)
    .join('\n'),
);
const PROMISED = '- { id: C-1, promise: It pays, source: ours, status: covered, proof: scenario }';
const GOOD = ['Given a state', 'When an act', 'Then a sight'];

interface Written {
  readonly feature?: string;
  readonly tags?: string;
  readonly title?: string;
  readonly description?: string;
  readonly steps?: readonly string[];
}

/** A feature with one scenario, well written but for what a test changes. */
function write({
  feature = '@billing',
  tags = '@e2e @C-1',
  title = 'It pays',
  description = '',
  steps = GOOD,
}: Written) {
  const head = [feature, 'Feature: Bills', '  Why', '  Rule: One', `    ${tags}`, `    Scenario: ${title}`];
  return [...head, `      ${description}`, ...steps.map((step) => `      ${step}`), ''].join('\n');
}

function check(source: string, change: Partial<Specification> = {}, path = 'features/billing/bills.feature') {
  return checkSpecification({
    features: [parseFeature(path, source)],
    requirements: readRequirements('docs/requirements.yaml', PROMISED),
    tags: TAGS,
    readmes: new Set(['features/billing/README.md']),
    scripts: new Set(['soak']),
    ...change,
  }).map(showViolation);
}

const promised = (...entries: readonly string[]) => ({
  requirements: readRequirements('docs/requirements.yaml', [PROMISED, ...entries].join('\n')),
});

describe('A specification', () => {
  it('that is as agreed has no violations', () => assert.deepEqual(check(write({})), []));

  it('names the place, what is wrong there, and what is allowed', () => {
    assert.deepEqual(check(write({ steps: ['Given a state', 'Then a sight'] })), [
      'features/billing/bills.feature:6: The scenario has 0 acts (When). Allowed: exactly one, or the tag @journey.',
    ]);
  });

  const journey = '@e2e @C-1 @journey';
  const mistakes: readonly [string, Written, RegExp][] = [
    ['a second act', { steps: [...GOOD.slice(0, 2), 'And another', 'Then a sight'] }, /:6: The scenario has 2 acts/],
    ['no Then', { steps: GOOD.slice(0, 2) }, /:6: The scenario does not end in what should be seen/],
    ['a Then before its When', { steps: ['Then a sight', ...GOOD] }, /:6: The steps are out of order/],
    ['a step that is nothing', { steps: ['* a thing', ...GOOD] }, /:8: "a thing" is neither a state/],
    [
      '13 steps',
      { steps: [...Array.from({ length: 11 }, () => 'Given a'), ...GOOD.slice(1)] },
      /has 13 steps.*at most 12/,
    ],
    [
      'a phase nobody looks at',
      { tags: journey, steps: ['When one', 'When two', 'Then a'] },
      /:8: Nobody looks at .*"one"/,
    ],
    [
      '31 steps of a journey',
      { tags: journey, steps: ['When one', ...Array.from({ length: 30 }, () => 'Then a')] },
      /at most 30/,
    ],
    ['a journey without an act', { tags: journey, steps: ['Given a', 'Then b'] }, /The journey has no act/],
    ['a long sentence', { steps: [`Given ${'a'.repeat(141)}`, ...GOOD.slice(1)] }, /:8: .* has 141 characters/],
    ['no kind', { tags: '@C-1' }, /:6: The scenario is of no kind/],
    ['two kinds', { tags: '@e2e @security @C-1' }, /of @e2e and @security kind/],
    ['an unknown tag', { tags: '@e2e @C-1 @quick' }, /:5: @quick is not in the list/],
    ['a capability on a scenario', { tags: '@e2e @C-1 @portal' }, /:5: @portal is not in the list/],
    ['the capability of another folder', { feature: '@portal' }, /:1: @portal is not in the list/],
    ['no capability', { feature: '' }, /:2: The feature does not carry the tag of its folder.*@billing/],
    ['no requirement', { tags: '@e2e' }, /:6: The scenario proves no requirement/],
    ['an unknown requirement', { tags: '@e2e @C-1 @Z-9' }, /:5: Nobody promises Z-9/],
    [
      'a draft without an owner',
      { tags: '@e2e @C-1 @wip', description: '2026-02-14' },
      /A draft \(@wip\) without its owner/,
    ],
    [
      'a draft without a date',
      { tags: '@e2e @C-1 @wip', description: 'Owner: Ada' },
      /A draft \(@wip\) without its owner/,
    ],
  ];
  for (const [name, written, expected] of mistakes) {
    it(`finds ${name}`, () => assert.match(check(write(written)).join('\n'), expected));
  }

  it('lets a journey act several times, and a phase act twice', () => {
    const steps = ['When one', 'And two', 'Then a', 'When three', 'Then b'];
    assert.deepEqual(check(write({ tags: journey, steps })), []);
  });

  for (const word of ['URL', 'status code', 'endpoint', 'the API', 'POST', 'spot_migration', '/customers', 'Redis']) {
    it(`finds the technical word in "${word}"`, () =>
      assert.match(
        check(write({ steps: [`Given ${word} here`, ...GOOD.slice(1)] })).join(),
        /:8: .* is a technical word/,
      ));
  }

  it('takes machine names, amounts and alternatives for what they are', () => {
    const steps = ['Given a p4d.24xlarge at $30,000 and/or 5% at rest', ...GOOD.slice(1)];
    assert.deepEqual(check(write({ steps })), []);
  });

  it('misses the page of a capability', () =>
    assert.match(check(write({}), { readmes: new Set() }).join(), /features\/billing\/README.md is missing/));

  it('wants a folder per capability', () =>
    assert.match(check(write({}), {}, 'features/bills.feature').join(), /belongs to no capability/));

  it('wants scenarios under a rule and prose under the feature', () => {
    const found = check(write({}).replace('  Rule: One\n', '').replace('  Why\n', '')).join();
    assert.match(found, /stands under no rule/);
    assert.match(found, /does not say why it matters/);
  });

  it('wants each title once in the suite', () => {
    const features = ['one', 'two'].map((name) => parseFeature(`features/billing/${name}.feature`, write({})));
    assert.match(
      check(write({}), { features }).join(),
      /two.feature:6: The title "It pays" stands at features\/billing\/one.feature:6/,
    );
  });
});

describe('The list of promises', () => {
  const entry = (rest: string) => `- { id: D-1, promise: It is so, source: ours, ${rest} }`;
  const mistakes: readonly [string, string, RegExp][] = [
    [
      'covered without a scenario',
      'status: covered, proof: scenario',
      /requirements.yaml:2: D-1 is covered, but no scenario/,
    ],
    ['covered by no command', 'status: covered, proof: command, command: npm run gone', /there is no "npm run gone"/],
    ['a command without a name', 'status: covered, proof: command', /:2: The entry's command is wrong/],
    ['an unknown status', 'status: done, proof: scenario', /:2: The entry's status is wrong/],
    ['a field too many', 'status: planned, proof: scenario, note: x', /:2: The entry's form is wrong.*note/],
    [
      'covered with something missing',
      'status: covered, proof: scenario, missing: a look',
      /The entry's missing is wrong/,
    ],
  ];
  for (const [name, rest, expected] of mistakes) {
    it(`finds what is ${name}`, () => assert.match(check(write({}), promised(entry(rest))).join('\n'), expected));
  }

  it('takes commands that exist, and plans', () => {
    const entries = ['status: covered, proof: command, command: npm run soak', 'status: planned, proof: scenario'];
    const [covered = '', planned = ''] = entries.map(entry);
    assert.deepEqual(check(write({}), promised(covered, planned.replace('D-1', 'D-2'))), []);
  });

  it('wants to know what a planned promise lacks that scenarios carry', () => {
    const source = write({ tags: '@e2e @C-1 @D-1' });
    const planned = 'status: planned, proof: scenario';
    assert.match(check(source, promised(entry(planned))).join(), /D-1 is planned, but scenarios carry/);
    assert.deepEqual(check(source, promised(entry(`${planned}, missing: a look`))), []);
  });

  it('does not take a draft for a proof', () => {
    const found = check(write({ tags: '@e2e @C-1 @wip', description: 'Owner: Ada, 2026-02-14' }));
    assert.match(found.join(), /C-1 is covered, but no scenario/);
    assert.equal(found.length, 1);
  });

  it('finds a twin', () => assert.match(check(write({}), promised(PROMISED)).join(), /:2: C-1 is promised twice/));
  it('must be a list', () => assert.throws(() => readRequirements('r.yaml', 'id: C-1'), /r.yaml must be a list/));
});

describe('The list of tags', () => {
  it('refuses a group that is none', () =>
    assert.throws(() => readTagList('\n| `@x` | mood | y |'), /Line 2 .*"mood". Allowed: kind, target, run/));
  it('is not empty', () => assert.throws(() => readTagList('# Tags'), /empty/));
});
