import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readOptions } from './arguments';

const OPTIONS = { from: 'some', book: 'any', since: 'one', 'dry-run': 'none' } as const;

describe('A command line', () => {
  it('gives each option the words that follow it', () => {
    assert.deepEqual(readOptions(['--from', 'a', 'b', '--book', '--since', 'v1', '--from', 'c'], OPTIONS), {
      from: ['a', 'b', 'c'],
      book: [],
      since: ['v1'],
    });
  });

  for (const wrong of [['--nothing'], ['word'], ['--from'], ['--since', 'a', 'b'], ['--dry-run', 'a'], ['--__proto__']])
    it(`is refused as ${wrong.join(' ')}`, () => {
      assert.throws(() => readOptions(wrong, OPTIONS), { name: 'ConfigurationError' });
    });
});
