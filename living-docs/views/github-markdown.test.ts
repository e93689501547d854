import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compare } from '../changes/compare';
import { takeSnapshot } from '../changes/snapshot';
import { changesInMarkdown } from './changes-markdown';
import { code, list, plain, section } from './github-markdown';

const feature = (...scenarios: readonly string[]) => `Feature: F\n\n${scenarios.join('\n\n')}\n`;
const scenario = (name: string, outcome: string, tags = '@F-1') =>
  `  ${tags}\n  Scenario: ${name}\n    Given ${name} has begun\n    When ${name} goes on\n    Then ${outcome}`;
const snapshot = (text: string, threshold = 'at least 40 %') =>
  takeSnapshot(
    new Map([
      ['features/a/b.feature', text],
      [
        'docs/requirements.yaml',
        `- id: C-2\n  promise: It falls.\n  source: us\n  threshold: ${threshold}\n  status: covered\n  proof: scenario\n`,
      ],
    ]),
  );

describe('Changes of promises as Markdown', () => {
  it('are none where nothing has changed', () => {
    const same = snapshot(feature(scenario('One', 'it holds')));
    assert.equal(changesInMarkdown(compare(same, same)), '## Promises\n\nNothing in the specification has changed.\n');
  });

  it('begin with what is weaker, then tell what differs and what is new', () => {
    const before = snapshot(
      feature(
        scenario('Ends', 'it ends within 5 minutes'),
        scenario('Goes', 'nothing of this stays'),
        scenario('Tells', 'it is told'),
      ),
    );
    const after = snapshot(
      feature(
        scenario('Ends', 'it ends within 10 minutes'),
        scenario('Tells', 'it is told', '@F-1 @F-2'),
        scenario('Comes', 'quite another thing happens', '@F-3 @wip'),
      ),
      'at least 30 %',
    );
    assert.deepEqual(changesInMarkdown(compare(before, after)).split('\n'), [
      '## Promises',
      '',
      '1 scenario added, 2 changed, 1 removed; 1 change of requirements.',
      '',
      '### Weakened',
      '',
      'Less is promised, or less is proven, than before. Somebody should have wanted each of these.',
      '',
      '- **C-2 has another threshold**: at least 40 % → at least 30 %',
      '- **Goes** was removed from `features/a/b.feature`',
      '- **Ends** `features/a/b.feature:4`',
      '  - it ends within 5 minutes → it ends within 10 minutes (**weaker**)',
      '',
      '### Changed',
      '',
      '- **Tells** `features/a/b.feature:10`',
      '  - It proves F-2, too.',
      '',
      '### Added',
      '',
      '- **Comes** `features/a/b.feature:16`, a draft',
      '',
    ]);
  });
});

describe('Markdown for GitHub', () => {
  it('shows what somebody wrote as it was written', () => {
    assert.equal(plain('<img src=x> *a* [b](c) | #1\n2'), '\\<img src=x\\> \\*a\\* \\[b\\](c) \\| \\#1<br>2');
    assert.equal(code('a`b\nc'), '`a b c`');
  });

  it('cuts long lists and leaves out empty sections', () => {
    const lines = list(Array.from({ length: 60 }, (_, index) => `- ${index}`));
    assert.deepEqual([lines.length, lines.at(-1)], [51, '- … and 10 more, in the documentation']);
    assert.deepEqual(section('Heading', []), []);
  });
});
