import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { processesWith, proportionalBytes, residentBytes, withDescendants } from './processes';

describe('The processes of this machine', { skip: process.platform !== 'linux' && 'reads /proc' }, () => {
  const program =
    "const { spawn } = require('node:child_process'); spawn('sleep', ['60']).on('spawn', () => console.log(1))";
  const parent = spawn(process.execPath, ['-e', program], {
    env: { ...process.env, MARK_OF_THIS_TEST: String(process.pid) },
    detached: true,
  });
  before(() => once(parent.stdout, 'data'));
  after(() => process.kill(-(parent.pid ?? 0), 'SIGKILL'));

  it('have descendants', () => {
    const family = withDescendants([parent.pid ?? 0]);
    assert.equal(family.length, 2);
    assert.ok(family.includes(parent.pid ?? 0));
    assert.ok(withDescendants([process.pid]).length >= 3);
  });

  it('are found by a mark in their environment', () => {
    const marked = processesWith(`MARK_OF_THIS_TEST=${process.pid}`);
    assert.deepEqual([...marked].sort(), [...withDescendants([parent.pid ?? 0])].sort());
  });

  it('hold memory', () => {
    assert.ok((residentBytes(process.pid) ?? 0) > 2 ** 20);
    assert.ok(proportionalBytes([process.pid]) > 2 ** 20);
    assert.ok(proportionalBytes([process.pid]) <= process.memoryUsage.rss() * 2);
  });

  it('that are gone hold none', () => {
    assert.equal(residentBytes(2 ** 30), undefined);
    assert.equal(proportionalBytes([2 ** 30]), 0);
  });
});
