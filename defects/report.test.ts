import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Defect } from './defect';
import { readReport, reportOf, writeReport } from './report';
import type { Trial } from './trial';

const scenarios = ['a', 'b', 'c'].map((title, line) => ({
  title,
  location: `features/f.feature:${line}`,
  isDisruptive: false,
}));

function defect(id: string, more: Partial<Defect> = {}): Defect {
  const what = { title: `${id} goes wrong`, requirement: 'W-3', file: 'platform/rule.ts', old: '30', new: '25' };
  return { id, ...what, caughtBy: ['a'], ...more };
}

function caughtTrial(of: Defect): Trial {
  return {
    defect: of,
    expected: [],
    verdict: { outcome: 'caught', by: of.caughtBy, failure: 'expected 30' },
    seconds: 21.4,
  };
}

function report(trials: readonly Trial[], catalogue: readonly Defect[], earlier = reportOf([], nothing).defects) {
  return reportOf(trials, { earlier, catalogue, scenarios, at: '2026-11-28T10:00:00Z' });
}

const nothing = { earlier: [], catalogue: [], scenarios, at: '2026-11-27T10:00:00Z' };

describe('The report of the seeded defects', () => {
  const [one, other] = [defect('one'), defect('other', { caughtBy: ['b', 'c'] })];

  it('tells what was caught, by which scenarios, and which scenarios have caught nothing', () => {
    const told = report([caughtTrial(one)], [one, other]);
    assert.equal(told.caught, 1);
    assert.deepEqual(told.unprovenScenarios, ['b', 'c']);
    const [entry] = told.defects;
    assert.deepEqual(entry, {
      id: 'one',
      title: 'one goes wrong',
      requirement: 'W-3',
      file: 'platform/rule.ts',
      outcome: 'caught',
      by: ['a'],
      failure: 'expected 30',
      seconds: 21,
      at: '2026-11-28T10:00:00Z',
      fingerprint: entry?.fingerprint,
    });
    assert.match(entry?.fingerprint ?? '', /^[0-9a-f]{16}$/);
  });

  it('counts no scenario that has let a defect pass', () => {
    const survived: Trial = {
      defect: other,
      expected: [],
      verdict: { outcome: 'survived', passed: ['c'] },
      seconds: 20,
    };
    assert.deepEqual(report([survived], [other]).unprovenScenarios, ['a', 'b', 'c']);
  });

  it('keeps what is known of the defects that were not tried this time', () => {
    const before = report([caughtTrial(one)], [one, other]);
    const after = report([caughtTrial(other)], [one, other], before.defects);
    assert.deepEqual(
      after.defects.map(({ id }) => id),
      ['one', 'other'],
    );
    assert.deepEqual(after.unprovenScenarios, []);
  });

  it('forgets a defect that is another one now, or that is no longer in the catalogue', () => {
    const before = report([caughtTrial(one), caughtTrial(other)], [one, other]);
    assert.deepEqual(report([], [defect('one', { new: '20' })], before.defects).defects, []);
    assert.equal(report([], [defect('one', { title: 'told better' })], before.defects).caught, 1);
  });

  it('can be read again; a file that is none is taken for nothing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'defects-'));
    const file = join(folder, 'reports/defects.json');
    try {
      assert.deepEqual(readReport(file), []);
      const told = report([caughtTrial(one)], [one]);
      writeReport(file, told);
      assert.deepEqual(readReport(file), told.defects);
      writeFileSync(file, '{"defects": [{"id": "one"}]}');
      assert.deepEqual(readReport(file), []);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
