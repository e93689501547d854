import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ScenarioRecord } from '../support/reports/run-record';
import { failuresOf, isBrokenPromise, judgeExpected, judgeWhole } from './verdict';

/** Names a crash, which is the platform's word for what it did, not the suite's for what happened to it. */
const BROKEN = 'Promised: "completed". Found: failed because an agent could not be reached.\nmore of it';

const THEN = 'the spend should be $67,200';
const promises = new Set([THEN]);

function scenario(name: string, message?: string, step = THEN): ScenarioRecord {
  const failure = message === undefined ? undefined : { step, message, kind: 'AssertionError' };
  const status = failure ? 'failed' : 'passed';
  return {
    name,
    location: 'features/a.feature:3',
    status,
    milliseconds: 1,
    failure,
    thresholds: [],
    faults: [],
    remarks: [],
  };
}

function run(scenarios: readonly ScenarioRecord[], more: { died?: string[]; problems?: string[] } = {}) {
  const exitCode = scenarios.every(({ status }) => status === 'passed') ? 0 : 1;
  return { exitCode, scenarios, promises, problems: [], died: [], complaints: '', ...more };
}

function passing(count: number): ScenarioRecord[] {
  return Array.from({ length: count }, (_, index) => scenario(`passes ${index}`));
}

describe('The run of the expected scenario', () => {
  it('catches the defect when it finds a promise broken', () => {
    const verdict = judgeExpected(run([scenario('a', BROKEN)]), ['a']);
    assert.deepEqual(verdict, { outcome: 'caught', by: ['a'], failure: BROKEN.split('\n')[0] });
  });

  it('lets the defect survive when it passes', () => {
    assert.deepEqual(judgeExpected(run([scenario('a')]), ['a']), { outcome: 'survived', passed: ['a'] });
  });

  it('has to be failed in each of them, where several are expected to', () => {
    const both = judgeExpected(run([scenario('a', BROKEN), scenario('b', BROKEN)]), ['a', 'b']);
    assert.deepEqual(both, { outcome: 'caught', by: ['a', 'b'], failure: BROKEN.split('\n')[0] });
    const one = judgeExpected(run([scenario('a', BROKEN), scenario('b')]), ['a', 'b']);
    assert.deepEqual(one, { outcome: 'survived', passed: ['b'] });
    const odd = [scenario('a', BROKEN), scenario('b', BROKEN, 'Acme Corp is a customer')];
    assert.equal(judgeExpected(run(odd), ['a', 'b']).outcome, 'crash');
    assert.equal(judgeExpected(run([scenario('a', BROKEN)]), ['a', 'b']).outcome, 'crash');
  });

  it('proves nothing when it breaks before it comes to a promise', () => {
    const verdict = judgeExpected(run([scenario('a', BROKEN, 'Acme Corp is a customer')]), ['a']);
    assert.equal(verdict.outcome, 'crash');
  });

  it('proves nothing when the scenario was not run, a service died, or no environment came up', () => {
    assert.equal(judgeExpected(run([scenario('b', BROKEN)]), ['a']).outcome, 'crash');
    assert.equal(judgeExpected(run([scenario('a', BROKEN)], { died: ['cost'] }), ['a']).outcome, 'crash');
    const nothing = { ...run([]), exitCode: 2, complaints: 'Random order using seed: 3\norchestrator ended' };
    assert.deepEqual(judgeExpected(nothing, ['a']), {
      outcome: 'crash',
      failure: 'nothing was run: orchestrator ended',
    });
  });
});

describe('A failure', () => {
  for (const [kind, message] of [
    ['Unreachable', 'OptiInfra could not be reached for GET /health at http://127.0.0.1:9: Error'],
    ['Unavailable', 'removeReplica was refused (503): busy'],
    ['ServerFault', 'POST /recommendations → 500 breaks the contract: only 200, 400 are declared'],
    ['Error', 'function timed out, ensure the promise resolves within 180000 milliseconds'],
    ['Error', 'connect ECONNREFUSED 127.0.0.1:5432'],
    ['UNDEFINED', 'No step definition fits this sentence.'],
    ['TypeError', "Cannot read properties of undefined (reading 'id')"],
    ['DatabaseError', 'relation "audit_records" does not exist'],
  ] as const) {
    it(`is no broken promise when it is a ${kind}: "${message}"`, () => {
      assert.equal(isBrokenPromise({ step: THEN, message, kind }, promises), false);
    });
  }

  it('is a broken promise when a step asserted it, also as a refusal, but not in a hook or a Given', () => {
    assert.equal(isBrokenPromise({ step: THEN, message: BROKEN, kind: 'NotInTime' }, promises), true);
    assert.equal(
      isBrokenPromise(
        { step: THEN, message: 'approveRecommendation was refused (409): withdrawn', kind: 'Refusal' },
        promises,
      ),
      true,
    );
    assert.equal(
      isBrokenPromise({ step: 'a hook around the scenario', message: BROKEN, kind: 'AssertionError' }, promises),
      false,
    );
  });
});

describe('The run without a defect', () => {
  it('tells which scenarios cannot catch anything', () => {
    const failures = failuresOf(run([scenario('a'), scenario('b', BROKEN)]), ['a', 'b', 'c']);
    assert.deepEqual([...failures.keys()], ['b', 'c']);
    assert.deepEqual([...failuresOf(run([scenario('a')], { died: ['cost'] }), ['a']).keys()], ['a']);
  });
});

describe('The run of the whole suite', () => {
  it('lets a defect survive when everything passes', () => {
    assert.deepEqual(judgeWhole(run(passing(20)), ['a']), { outcome: 'survived', passed: ['a'] });
  });

  it('tells which other scenario caught it', () => {
    const verdict = judgeWhole(run([...passing(20), scenario('b', BROKEN)]), ['a']);
    assert.deepEqual(verdict, { outcome: 'caught elsewhere', by: ['b'], failure: BROKEN.split('\n')[0] });
  });

  it('prefers the expected scenario, and tells of residue', () => {
    const both = [scenario('b', BROKEN), scenario('a', BROKEN), ...passing(30)];
    assert.equal(judgeWhole(run(both), ['a']).outcome, 'caught');
    const residue = judgeWhole(run(passing(3), { problems: ['The run left behind: x'] }), ['a']);
    assert.deepEqual(residue, {
      outcome: 'caught elsewhere',
      by: ['the end of the run'],
      failure: 'The run left behind: x',
    });
  });

  it('proves nothing when more than a tenth, and at least three, fail', () => {
    const broken = [1, 2, 3].map((index) => scenario(`fails ${index}`, BROKEN));
    assert.equal(judgeWhole(run([...broken, ...passing(26)]), ['a']).outcome, 'crash');
    assert.equal(judgeWhole(run([...broken, ...passing(27)]), ['a']).outcome, 'caught elsewhere');
    assert.equal(judgeWhole(run(broken.slice(1)), ['a']).outcome, 'caught elsewhere');
  });
});
