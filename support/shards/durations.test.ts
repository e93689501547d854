import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { durationOf, readDurations, recordDurations, writeDurations } from './durations';
import { type RecordedRun, readRecordedRuns } from './recorded-runs';

const folder = mkdtempSync(join(tmpdir(), 'durations-'));
after(() => rmSync(folder, { recursive: true }));

/** A run with so many others that it counts. */
function run(milliseconds: Readonly<Record<string, number>>, { status = 'passed', others = 10 } = {}): RecordedRun {
  const crowd = Array.from({ length: others }, (_, index) => ({ name: `other ${index}`, status, milliseconds: 1 }));
  const own = Object.entries(milliseconds).map(([name, took]) => ({ name, status, milliseconds: took }));
  return { besides: undefined, scenarios: [...own, ...crowd] };
}

const known = { startMilliseconds: 9000, scenarios: { old: 700, gone: 800 } };

describe('Durations', () => {
  it('are the median of the latest five that passed, to a tenth of a second', () => {
    const runs = [90_000, 1000, 2040, 3000, 4000, 1000].map((one) => run({ one }));
    assert.deepEqual(recordDurations(known, runs, ['one']).scenarios, { one: 2000 });
  });

  it('do not come from failures, nor from runs with the machine to themselves', () => {
    const runs = [run({ one: 5000 }), run({ one: 100 }, { status: 'failed' }), run({ one: 100 }, { others: 3 })];
    assert.deepEqual(recordDurations(known, runs, ['one']).scenarios, { one: 5000 });
  });

  it('stay as they were known where no run tells of them, and go with their scenario', () => {
    assert.deepEqual(recordDurations(known, [run({ gone: 1 })], ['old', 'new']), {
      startMilliseconds: 9000,
      scenarios: { old: 700 },
    });
  });

  it('of what is new are the median of the others', () => {
    assert.equal(durationOf({ startMilliseconds: 0, scenarios: { a: 1, b: 7, c: 100 } }, 'new'), 7);
    assert.equal(durationOf({ startMilliseconds: 0, scenarios: { a: 1, b: 7, c: 100 } }, 'c'), 100);
    assert.equal(durationOf({ startMilliseconds: 0, scenarios: {} }, 'constructor'), 1);
  });

  it('are read as they were written, and are none where nothing was', () => {
    const file = join(folder, 'durations.json');
    assert.deepEqual(readDurations(file).scenarios, {});
    writeDurations(known, file);
    assert.deepEqual(readDurations(file), known);
  });
});

describe('A history of runs', () => {
  const file = join(folder, 'runs.ndjson');
  const scenario = (name: string, milliseconds: number) => ({ name, milliseconds, status: 'passed' });
  const lines = [
    { milliseconds: 12_000, scenarios: [scenario('a', 2000)] },
    { milliseconds: 60_000, scenarios: [scenario('a', 2000), scenario('b', 50_000)] },
    { milliseconds: 60_000, besides: 8000, scenarios: [scenario('a', 2000), scenario('b', 50_000)] },
  ];
  writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"milliseconds":1,"scen`);

  it('tells what a run took besides its scenarios, where anybody can know', () => {
    assert.deepEqual(
      readRecordedRuns(file).map(({ besides }) => besides),
      [10_000, undefined, 8000],
    );
  });

  it('gives the median of it for the cost of a start', () => {
    assert.equal(recordDurations(known, readRecordedRuns(file), []).startMilliseconds, 9000);
  });

  it('that is not there is a mistake of the caller', () => {
    assert.throws(() => readRecordedRuns(join(folder, 'nothing')), { name: 'ConfigurationError' });
  });
});
