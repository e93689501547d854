import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coverageOf, type FileCoverage, isReached } from './coverage';

const file = (covered: number, total: number): FileCoverage => ({
  lines: { covered, total },
  branches: { covered: 0, total: 0 },
});

const part = (files: Record<string, FileCoverage>, name: string) =>
  coverageOf(files).find((each) => each.name === name);

test('a component weighs its files by their lines', () => {
  const files = { 'orchestrator/a.ts': file(10, 10), 'orchestrator/api/b.ts': file(0, 90), 'runtime/c.ts': file(5, 5) };
  assert.equal(part(files, 'orchestrator')?.lines, 10);
  assert.equal(part(files, 'runtime')?.lines, 100);
  assert.equal(part(files, 'overall')?.lines, (100 * 15) / 105);
});

test('a goal is reached at the goal, and not below it or where nothing could be run', () => {
  assert.equal(isReached({ name: 'x', goal: 90, lines: 90, branches: undefined }), true);
  assert.equal(isReached({ name: 'x', goal: 90, lines: 89.9, branches: undefined }), false);
  assert.equal(part({}, 'orchestrator')?.lines, undefined);
  assert.equal(isReached({ name: 'x', goal: 90, lines: undefined, branches: undefined }), false);
});
