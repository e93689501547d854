import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { PROJECT } from '../support/environment/paths';
import { checkSpecification } from '../support/specification/check';
import { parseFeature } from '../support/specification/feature-file';
import { readTagList } from '../support/specification/tag-list';
import { type Draft, newFeature } from './new-feature';

describe('A new feature', () => {
  const project = mkdtempSync(join(tmpdir(), 'new-feature-'));
  after(() => rmSync(project, { recursive: true }));
  const draft: Draft = { capability: 'green-energy', name: 'Night work', owner: 'Ada Lovelace', date: '2026-02-14' };
  const read = (path: string) => readFileSync(join(project, path), 'utf8');

  it('passes the checks as a draft, and stands on the page of its capability', () => {
    assert.deepEqual(newFeature(project, draft), [
      'features/green-energy/README.md',
      'features/green-energy/night-work.feature',
    ]);
    newFeature(project, { ...draft, name: 'Day work' });
    const paths = ['features/green-energy/night-work.feature', 'features/green-energy/day-work.feature'];
    const violations = checkSpecification({
      features: paths.map((path) => parseFeature(path, read(path))),
      requirements: { path: '', entries: [], violations: [] },
      tags: readTagList(readFileSync(join(PROJECT, 'docs/tagging.md'), 'utf8')),
      readmes: new Set(['features/green-energy/README.md']),
      scripts: new Set(),
    });
    assert.deepEqual(violations, []);
    const readme = read('features/green-energy/README.md');
    assert.match(
      readme,
      /\| \[Night work\]\(night-work\.feature\) \| what it is about \|\n\| \[Day work\]\(day-work\.feature\)/,
    );
  });

  it('is refused where it is there already', () => {
    assert.throws(() => newFeature(project, draft), /a name that no feature has yet/);
  });

  for (const [what, wrong] of [
    ['a capability that is no folder', { capability: '../etc' }],
    ['a capability in capitals', { capability: 'Green' }],
    ['a name in small letters', { name: 'night' }],
    ['a technical name', { name: 'The REST API' }],
    ['a name with markup', { name: 'A <b>' }],
    ['no owner', { owner: '' }],
  ] as const)
    it(`is refused with ${what}`, () => {
      assert.throws(() => newFeature(project, { ...draft, ...wrong }), { name: 'ConfigurationError' });
    });
});
