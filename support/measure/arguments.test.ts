import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigurationError } from '../config';
import { readArguments } from './arguments';

const RUNS = { runs: { least: 1, most: 100, otherwise: 20 } };

describe('The arguments of a command', () => {
  it('are numbers of options, with their defaults', () => {
    assert.equal(readArguments(['--runs', '3'], RUNS).numbers.runs, 3);
    assert.equal(readArguments([], RUNS).numbers.runs, 20);
  });

  it('hold words where the command takes any', () => {
    assert.deepEqual(readArguments(['one', '--runs', '2', 'two'], RUNS, 'words').words, ['one', 'two']);
  });

  for (const value of ['0', '101', '-1', '2.5', 'many', '']) {
    it(`refuse "${value}" as a number, saying what is allowed`, () => {
      assert.throws(
        () => readArguments([`--runs=${value}`], RUNS),
        new ConfigurationError('--runs', value, 'a whole number from 1 to 100'),
      );
    });
  }

  it('refuse an option that does not exist, an option without its value and a stray word', () => {
    assert.throws(() => readArguments(['--run', '3'], RUNS), /The option is "--run"\. Allowed: --runs <number>/);
    assert.throws(() => readArguments(['--runs'], RUNS), /The option is "--runs"/);
    assert.throws(() => readArguments(['three'], RUNS), /The argument is "three"\. Allowed: --runs <number>/);
    assert.throws(() => readArguments(['three'], {}), /Allowed: no arguments at all/);
  });
});
