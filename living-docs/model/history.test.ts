import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareResults } from '../changes/results';
import { figuresOf } from './figures';
import { flakesIn, type PastRun, resultsByScenario } from './history';
import type { Scenario } from './scenario';

const threshold = { what: 'it falls by', promised: 'at least 40%', measured: '44%', headRoom: 0.1 };
const run = (at: string, commit: string, statuses: Readonly<Record<string, 'passed' | 'failed'>>): PastRun => ({
  at,
  commit,
  milliseconds: 1,
  scenarios: Object.entries(statuses).map(([name, status]) => ({
    name,
    status,
    milliseconds: 5,
    thresholds: [threshold],
  })),
});
const RUNS = [
  run('2026-01-01T00:00:00Z', 'a', { One: 'passed', Two: 'failed' }),
  run('2026-01-02T00:00:00Z', 'a', { One: 'failed', Two: 'failed' }),
  run('2026-01-03T00:00:00Z', 'b', { One: 'passed', Two: 'passed' }),
];
const scenario = (name: string, status: Scenario['status']) =>
  ({ name, status, id: name.toLowerCase(), thresholds: [threshold] }) as unknown as Scenario;

describe('The history', () => {
  it('calls different results for one commit a flake, and results that changed with a commit none', () => {
    assert.deepEqual(
      flakesIn(RUNS).map(({ name, commit, passed, failed }) => [name, commit, passed, failed]),
      [['One', 'a', 1, 1]],
    );
  });

  it('knows how each scenario went, oldest first', () => {
    assert.deepEqual(
      resultsByScenario(RUNS)
        .get('one')
        ?.map(({ status }) => status),
      ['passed', 'failed', 'passed'],
    );
  });

  it('gives each figure its trend, and puts the tightest first', () => {
    const tight = { ...threshold, what: 'other', headRoom: 0.01 };
    const figures = figuresOf([scenario('One', 'passed'), { ...scenario('X', 'passed'), thresholds: [tight] }], RUNS);
    assert.deepEqual(
      figures.map(({ what, trend }) => [what, trend.length]),
      [
        ['other', 0],
        ['it falls by', 3],
      ],
    );
  });

  it('compares results with the run of a version, or the last one before it', () => {
    const now = [scenario('One', 'failed'), scenario('Two', 'passed')];
    const names = (commit: string, at = 0) => {
      const { broken, mended, comparedWith } = compareResults(now, RUNS, { commit, at });
      return [broken.map(({ name }) => name), mended.map(({ name }) => name), comparedWith?.slice(0, 10)];
    };
    assert.deepEqual(names('b'), [['One'], [], '2026-01-03']);
    assert.deepEqual(names('other', Date.parse('2026-01-01T12:00:00Z') / 1000), [['One'], ['Two'], '2026-01-01']);
    assert.deepEqual(names('other'), [[], [], undefined]);
  });
});
