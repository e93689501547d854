import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alwaysFails, isFlake, tally } from './flakes';
import { growthOf } from './growth';
import { roundsOf } from './rounds';
import { type Soaked, showRound, showSoak } from './soak-report';

const passed = { location: 'a.feature:3', name: 'a', status: 'passed' } as const;
const failed = { ...passed, status: 'failed' } as const;

describe('The rounds of a soak', () => {
  it('are two runs at once in every second, a busy machine in every third', () => {
    assert.deepEqual(roundsOf(5), [
      { runs: 1, busy: false },
      { runs: 2, busy: false },
      { runs: 1, busy: true },
      { runs: 1, busy: false },
    ]);
  });

  for (const runs of [1, 2, 3, 20, 21]) {
    it(`make ${runs} runs in all`, () => {
      assert.equal(
        roundsOf(runs).reduce((sum, round) => sum + round.runs, 0),
        runs,
      );
    });
  }
});

describe('A scenario', () => {
  it('is a flake when it comes to different results', () => {
    const [one] = tally([[passed], [failed], [passed]]);
    assert.deepEqual(one, { location: 'a.feature:3', name: 'a', passed: 2, failed: 1 });
    assert.ok(one && isFlake(one, 3));
  });

  it('is a flake when a run misses it', () => {
    const [one] = tally([[passed], []]);
    assert.ok(one && isFlake(one, 2));
  });

  it('is none when it always passes, or always fails', () => {
    const [well] = tally([[passed], [passed]]);
    const [ill] = tally([[failed], [failed]]);
    assert.ok(well && !isFlake(well, 2) && !alwaysFails(well));
    assert.ok(ill && !isFlake(ill, 2) && alwaysFails(ill));
  });

  it('that is skipped has not passed', () => {
    const [one] = tally([[{ ...passed, status: 'skipped' }]]);
    assert.equal(one?.failed, 1);
  });
});

const MIB = 2 ** 20;

describe('The growth of a process', () => {
  it('is no leak when it warms up and stays', () => {
    const { late, leaks } = growthOf([100, 180, 200, 201, 199, 200, 200, 201, 199].map((size) => size * MIB));
    assert.equal(leaks, false);
    assert.equal(late, 0);
  });

  it('is a leak when it goes on', () => {
    assert.equal(growthOf([100, 140, 180, 220, 260, 300].map((size) => size * MIB)).leaks, true);
  });

  it('is no leak when it is small, by share or by bytes', () => {
    assert.equal(growthOf([10, 10, 10, 10, 20, 20].map((size) => size * MIB)).leaks, false);
    assert.equal(growthOf([1000, 1000, 1000, 1000, 1050, 1050].map((size) => size * MIB)).leaks, false);
  });

  it('says nothing with few samples', () => {
    assert.deepEqual(growthOf([1, 100 * MIB]), { first: 1, last: 100 * MIB, late: undefined, leaks: false });
  });
});

describe('The end of a soak', () => {
  const scenario = { ...passed, milliseconds: 1, thresholds: [], faults: [], remarks: [] };
  const run = { scenarios: [scenario], problems: [], died: [], exitCode: 0, complaints: '' };
  const soaked: Soaked = { runs: [run, run], memory: new Map([['cost', [MIB, MIB]]]), left: [] };

  it('is well when nothing happened', () => {
    assert.equal(showSoak(soaked).well, true);
  });

  for (const [what, ill] of [
    ['a flake', { runs: [run, { ...run, scenarios: [{ ...scenario, status: 'failed' as const }] }] }],
    ['residue', { runs: [run, { ...run, problems: ['The run left behind: customer a'] }] }],
    ['a service that ended', { runs: [run, { ...run, died: ['cost'] }] }],
    ['a process that is gone', { memory: new Map([['cost', [MIB, 0]]]) }],
    ['something left', { left: ['process 7'] }],
    ['no run at all', { runs: [] }],
    ['a run of nothing', { runs: [{ ...run, scenarios: [] }] }],
  ] as const) {
    it(`is not well with ${what}`, () => {
      assert.equal(showSoak({ ...soaked, ...ill }).well, false);
    });
  }

  it('tells each failure of a round, and where its evidence is', () => {
    const failure = { step: 'a step', message: 'Promised: more.\nAnd so on', kind: 'AssertionError' };
    const ill = { ...run, scenarios: [{ ...scenario, status: 'failed' as const, failure }] };
    const rest = { milliseconds: 1000, promises: new Set<string>() };
    const text = showRound(
      1,
      { runs: 2, busy: false },
      [run, ill].map((one) => ({ ...one, ...rest })),
    );
    assert.match(text, /round 2: 1 of 1 passed in 1 s; 0 of 1 passed in 1 s/);
    assert.match(text, /✗ a: Promised: more\. \(\.e2e\/soak\/round-2-2\.ndjson\)/);
  });

  it('names the flake and how to run it', () => {
    const { text } = showSoak({ ...soaked, runs: [run, { ...run, scenarios: [{ ...scenario, status: 'failed' }] }] });
    assert.match(text, /A flake: a \(1 passed, 1 failed\): npm run bdd -- a\.feature:3/);
  });
});
