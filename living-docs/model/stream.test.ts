import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { readStream } from './stream';

describe('A file of messages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'stream-'));
  after(() => rmSync(folder, { recursive: true }));
  const read = (text: string) => {
    const file = join(folder, 'messages.ndjson');
    writeFileSync(file, text);
    return readStream(file);
  };

  it('is read line by line, whatever separators stand inside of texts', async () => {
    const { envelopes, brokenOff } = await read('{"a":"one\u2028two"}\n\n{"b":1}\n');
    assert.deepEqual([envelopes, brokenOff], [[{ a: 'one\u2028two' }, { b: 1 }], false]);
  });

  it('may end in the middle of a line, and says so', async () => {
    const { envelopes, brokenOff } = await read('{"a":1}\n{"b":');
    assert.deepEqual([envelopes, brokenOff], [[{ a: 1 }], true]);
  });

  it('is refused where a line within is none, or nothing is, or there is no file', async () => {
    await assert.rejects(read('{"a":1}\nnonsense\n{"b":1}'), /Line 2 of .*one message of Cucumber a line/);
    await assert.rejects(read('nonsense'), /Line 1/);
    await assert.rejects(readStream(join(folder, 'none')), /a file that a run has written/);
  });
});
