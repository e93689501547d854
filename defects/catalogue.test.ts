import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { PROJECT } from '../support/environment/paths';
import { readRequirements } from '../support/specification/requirements';
import { assertFit, choose, readCatalogue } from './catalogue';
import { copyAgain, copyProject, mend, seed } from './copy';
import { expectedOf, scenariosOf } from './scenarios';

describe('The catalogue of a project', () => {
  let project: string;

  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    writeFileSync(join(project, file), text);
  };
  const entry = (old: string, file = 'platform/rule.ts') =>
    ['title: t', 'requirement: W-3', `file: ${file}`, `old: ${old}`, 'new: "25"', 'caught_by: a'].join('\n');

  const fit = () => assertFit(project, readCatalogue(project));

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), 'defects-test-'));
    write('package.json', '{"workspaces":["platform"]}');
    write('platform/rule.ts', 'export const LEAST = 30;\n');
    write('platform/node_modules/one/index.js', '');
    write('docs/requirements.yaml', '- { id: W-3, promise: p, source: s, status: covered, proof: scenario }\n');
    write('defects/catalogue/b.yaml', entry('"30"'));
    write('defects/catalogue/a.yaml', entry('LEAST'));
    write('.gitignore', 'node_modules\n.e2e\n');
    execFileSync('git', ['init', '--quiet'], { cwd: project });
    execFileSync('git', ['add', '.'], { cwd: project });
    write('.e2e/cache/redis/server', '');
    write('.e2e/cache/node/code', '');
    write('notes.txt', 'not tracked');
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  it('holds every defect, in order, and gives those that are asked for', () => {
    const all = readCatalogue(project);
    assertFit(project, all);
    assert.deepEqual(
      all.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.deepEqual(
      choose(all, ['b']).map(({ id }) => id),
      ['b'],
    );
    assert.equal(choose(all, []).length, 2);
    assert.throws(() => choose(all, ['c']), /The defect is "c"\. Allowed: a, b/);
  });

  it('is refused when a defect does not fit its file any more, or its file is gone', () => {
    write('defects/catalogue/c.yaml', entry('"40"'));
    assert.throws(fit, /old in defects\/catalogue\/c\.yaml is "40".*stands 0 times/);
    write('defects/catalogue/c.yaml', entry('"40"', 'platform/gone.ts'));
    assert.throws(fit, /file in defects\/catalogue\/c\.yaml is "platform\/gone\.ts"/);
  });

  it('is refused when a defect breaks what nobody promised', () => {
    write('defects/catalogue/c.yaml', entry('"30"').replace('W-3', 'W-4'));
    assert.throws(fit, /requirement in .*c\.yaml is "W-4"\. Allowed: an id of docs\/requirements/);
  });

  it('is tried in a copy of what is tracked, as it is now, with packages and cache shared', () => {
    const [original, folder] = [join(project, '.e2e/original'), join(project, '.e2e/b')];
    write('platform/rule.ts', 'export const LEAST = 30; // changed\n');
    copyProject(project, original);
    write('platform/rule.ts', 'changed after the copy\n');
    const defect = choose(readCatalogue(project), ['b'])[0] ?? assert.fail();
    copyAgain(original, folder);
    seed(original, folder, defect);
    assert.equal(readFileSync(join(folder, 'platform/rule.ts'), 'utf8'), 'export const LEAST = 25; // changed\n');
    assert.equal(readFileSync(join(original, 'platform/rule.ts'), 'utf8'), 'export const LEAST = 30; // changed\n');
    assert.equal(existsSync(join(folder, 'notes.txt')), false);
    assert.equal(existsSync(join(folder, '.e2e/cache/node')), false);
    for (const shared of ['platform/node_modules', '.e2e/cache/redis']) {
      assert.ok(lstatSync(join(folder, shared)).isSymbolicLink(), shared);
    }
    mend(original, folder, defect);
    assert.equal(readFileSync(join(folder, 'platform/rule.ts'), 'utf8'), 'export const LEAST = 30; // changed\n');
  });

  it('has each defect point at scenarios, one for each title', () => {
    const [defect] = readCatalogue(project);
    assert.ok(defect);
    const a = { title: 'a', location: 'features/a.feature:3', isDisruptive: false };
    assert.deepEqual(expectedOf(defect, [a, { ...a, title: 'b' }]), [a]);
    assert.throws(() => expectedOf(defect, []), /caught_by in .*a\.yaml is "a".*no scenario has this one/);
    assert.throws(() => expectedOf(defect, [a, a]), /2 scenarios have this one/);
  });
});

describe('The catalogue of this project', () => {
  it('fits its files as they are, and each defect has its scenario', async () => {
    const catalogue = readCatalogue(PROJECT);
    assertFit(PROJECT, catalogue);
    const scenarios = await scenariosOf(PROJECT);
    for (const defect of catalogue) assert.ok(expectedOf(defect, scenarios).length > 0);
  });

  it('breaks every promise that scenarios prove', () => {
    const broken = new Set(readCatalogue(PROJECT).map(({ requirement }) => requirement));
    const path = join(PROJECT, 'docs/requirements.yaml');
    const { entries } = readRequirements(path, readFileSync(path, 'utf8'));
    const proven = entries.filter(({ status, proof }) => status === 'covered' && proof === 'scenario');
    assert.deepEqual(
      proven.map(({ id }) => id).filter((id) => !broken.has(id)),
      [],
    );
  });

  it('expects every scenario to catch a defect', async () => {
    const expected = new Set(readCatalogue(PROJECT).flatMap(({ caughtBy }) => caughtBy));
    const rest = (await scenariosOf(PROJECT)).filter(({ title }) => !expected.has(title));
    assert.deepEqual(
      rest.map(({ title, location }) => `${location} ${title}`),
      [],
    );
  });
});
