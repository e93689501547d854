import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { keepHistory } from './history';
import { RunRecord } from './run-record';
import { ATTEMPT_MILLISECONDS, running } from './testing/messages';

describe('The history of runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  after(() => rmSync(folder, { recursive: true }));
  const record = new RunRecord();
  for (const envelope of running('One', { steps: ['PASSED'] })) record.take(envelope);
  const lines = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n');

  it('begins with the first run, in a folder that is made for it', () => {
    const file = join(folder, 'new', 'runs.ndjson');
    keepHistory(file, record, 5234.5);
    const [run = '', ...others] = lines(file);
    assert.deepEqual(others, []);
    const { at, commit, milliseconds, besides, scenarios } = JSON.parse(run);
    assert.deepEqual(
      { milliseconds, besides, scenarios },
      {
        milliseconds: 5235,
        besides: 5235 - ATTEMPT_MILLISECONDS,
        scenarios: JSON.parse(JSON.stringify(record.scenarios)),
      },
    );
    assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000);
    assert.match(commit, /^([0-9a-f]{40})?$/);
  });

  it('adds runs at its end', () => {
    const file = join(folder, 'runs.ndjson');
    for (const milliseconds of [1, 2]) keepHistory(file, record, milliseconds);
    assert.deepEqual(
      lines(file).map((line) => JSON.parse(line).milliseconds),
      [1, 2],
    );
  });

  it('keeps 200 runs and forgets the oldest', () => {
    const file = join(folder, 'full.ndjson');
    writeFileSync(file, Array.from({ length: 200 }, (_, index) => `{"milliseconds":${index}}\n`).join(''));
    keepHistory(file, record, 999);
    const kept = lines(file).map((line) => JSON.parse(line).milliseconds);
    assert.equal(kept.length, 200);
    assert.deepEqual([kept[0], kept.at(-1)], [1, 999]);
  });
});
