import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Envelope } from '@cucumber/messages';
import { RunRecord, type ScenarioRecord } from './run-record';
import { ATTEMPT_MILLISECONDS, brokenRunHook, feature, running, standing } from './testing/messages';

function recordOf(...envelopes: readonly Envelope[]): RunRecord {
  const record = new RunRecord();
  for (const envelope of envelopes) record.take(envelope);
  return record;
}

const only = (record: RunRecord): ScenarioRecord | undefined => record.scenarios[0];

describe('The record of a run', () => {
  it('tells of a scenario what it is, where it stands, how it went and how long it took', () => {
    const record = recordOf(feature('One', 7), ...running('One', { steps: ['PASSED', 'PASSED'] }));
    assert.deepEqual(record.scenarios, [
      {
        name: 'One',
        location: 'features/a/b.feature:7',
        status: 'passed',
        milliseconds: ATTEMPT_MILLISECONDS,
        failure: undefined,
        thresholds: [],
        faults: [],
        remarks: [],
      },
    ]);
  });

  for (const [status, message] of [
    ['UNDEFINED', /No step definition fits/],
    ['PENDING', /not written yet/],
    ['AMBIGUOUS', /ambiguous/],
    ['UNKNOWN', /unknown/],
    ['FAILED', /it broke/],
  ] as const) {
    it(`takes a step that is ${status.toLowerCase()} for a failure`, () => {
      const scenario = only(recordOf(...running('One', { steps: ['PASSED', status, 'SKIPPED'] })));
      assert.equal(scenario?.status, 'failed');
      assert.equal(scenario?.failure?.step, 'sentence 2');
      assert.match(scenario?.failure?.message ?? '', message);
    });
  }

  it('takes a scenario without steps for a failure that says so', () => {
    const scenario = only(recordOf(...running('One', { steps: [] })));
    assert.equal(scenario?.status, 'failed');
    assert.match(scenario?.failure?.message ?? '', /proves nothing/);
  });

  it('takes what was skipped neither for passed nor for failed', () => {
    assert.equal(only(recordOf(...running('One', { steps: ['PASSED', 'SKIPPED'] })))?.status, 'skipped');
  });

  it('counts a scenario that was repeated once, as its last attempt went', () => {
    const record = recordOf(...running('One', { steps: ['PASSED'] }, { steps: ['FAILED'] }));
    assert.deepEqual(
      record.scenarios.map(({ status }) => status),
      ['failed'],
    );
  });

  it('counts what was left out', () => {
    assert.equal(recordOf(standing('One'), standing('Two'), ...running('Three', { steps: ['PASSED'] })).leftOut, 2);
  });

  it('keeps the thresholds with their scenario', () => {
    const thresholds = [{ what: 'the spend falls by', promised: 'at least 40%', measured: '44%', headRoom: 0.1 }];
    const record = recordOf(
      ...running('One', { steps: ['PASSED'] }),
      ...running('Two', { steps: ['PASSED'], thresholds }),
    );
    assert.deepEqual(
      record.scenarios.map((scenario) => scenario.thresholds),
      [[], thresholds],
    );
  });

  it('keeps what went wrong outside of any scenario', () => {
    const error = { message: 'no such file', source: { uri: 'features/a/b.feature' } };
    assert.deepEqual(recordOf(brokenRunHook('left behind\nin detail'), { parseError: error }).problems, [
      'left behind',
      'no such file',
    ]);
  });

  it('announces a scenario as soon as it has ended', () => {
    const announced: string[] = [];
    const record = new RunRecord(({ name }) => announced.push(name));
    const envelopes = running('One', { steps: ['PASSED'] });
    for (const envelope of envelopes.slice(0, -1)) record.take(envelope);
    assert.deepEqual(announced, []);
    for (const envelope of envelopes.slice(-1)) record.take(envelope);
    assert.deepEqual(announced, ['One']);
  });
});
