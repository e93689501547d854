import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { showScenario, showSummary, totals } from './console';
import { RunRecord, type ThresholdRecord } from './run-record';
import { type Attempt, brokenRunHook, running, standing } from './testing/messages';

function recordOf(scenarios: Readonly<Record<string, Attempt>>): RunRecord {
  const record = new RunRecord();
  for (const [name, attempt] of Object.entries(scenarios))
    for (const envelope of running(name, attempt)) record.take(envelope);
  return record;
}

const summary = (record: RunRecord) => showSummary(record, 61_250, { reports: ['reports/junit.xml'] }).split('\n');
const threshold = (promised: string, headRoom: number): ThresholdRecord => ({
  what: 'it is',
  promised,
  measured: '7',
  headRoom,
});

describe('A scenario on the console', () => {
  it('is one line when it passed', () => {
    const [scenario] = recordOf({ One: { steps: ['PASSED'] } }).scenarios;
    assert.equal(scenario && showScenario(scenario), '✓ One (1.5 s)');
  });

  it('is followed by what its steps logged', () => {
    const [scenario] = recordOf({ One: { steps: ['PASSED'], remarks: ['2,164 inputs'] } }).scenarios;
    assert.equal(scenario && showScenario(scenario), '✓ One (1.5 s)\n    2,164 inputs');
  });

  it('names the sentence, what is wrong, and the line that runs it again when it failed', () => {
    const [scenario] = recordOf({ One: { steps: ['FAILED'], message: 'Promised: 1\nMeasured: 2' } }).scenarios;
    assert.equal(
      scenario && showScenario(scenario),
      [
        '✗ One (1.5 s)',
        '    sentence 1',
        '    Promised: 1',
        '    Measured: 2',
        '    Run it again: npm run bdd -- features/a/b.feature:1',
      ].join('\n'),
    );
  });
});

describe('The summary of a run', () => {
  it('ends in the totals, where a problem outside of scenarios is a failure', () => {
    const record = recordOf({ One: { steps: ['PASSED'] }, Two: { steps: ['PENDING'] }, Three: { steps: ['SKIPPED'] } });
    record.take(brokenRunHook('customers are left behind'));
    assert.equal(totals(record), '1 passed, 2 failed, 1 skipped');
    const lines = summary(record);
    assert.deepEqual(lines.slice(-3), ['Took 61.3 s. Reports: reports/junit.xml', '1 passed, 2 failed, 1 skipped', '']);
    assert.ok(lines.includes('✗ Outside of any scenario: customers are left behind'));
  });

  it('groups failures by what is wrong, with the details of the first', () => {
    const record = recordOf({
      One: { steps: ['FAILED'], message: 'the wire broke\nat once' },
      Two: { steps: ['FAILED'], message: 'another' },
      Three: { steps: ['FAILED'], message: 'the wire broke\nlater' },
    });
    const again = '    npm run bdd -- features/a/b.feature:1';
    const lines = summary(record);
    const start = lines.indexOf('✗ the wire broke');
    assert.deepEqual(lines.slice(start, start + 7), [
      '✗ the wire broke',
      '    at once',
      again,
      again,
      '',
      '✗ another',
      again,
    ]);
  });

  it('says how many scenarios were not chosen, and nothing when all were', () => {
    const record = recordOf({ One: { steps: ['PASSED'] } });
    assert.doesNotMatch(summary(record).join(), /not chosen/);
    record.take(standing('Two'));
    assert.ok(summary(record).includes('Scenarios that were not chosen: 1.'));
  });

  it('says which this machine could not run, before the totals, and nothing when it could run all', () => {
    const record = recordOf({ One: { steps: ['PASSED'] } });
    const remarks = { reports: ['reports/junit.xml'], leftOut: '7 scenarios in the portal were left out: no browser' };
    const lines = showSummary(record, 61_250, remarks).split('\n');
    assert.deepEqual(lines.slice(-4, -1), [
      remarks.leftOut,
      'Took 61.3 s. Reports: reports/junit.xml',
      '1 passed, 0 failed, 0 skipped',
    ]);
    assert.doesNotMatch(summary(record).join(), /left out|undefined/);
  });

  it('counts the crashes that were survived, by what crashed, of scenarios that passed only', () => {
    const record = recordOf({
      One: { steps: ['PASSED'], faults: ['redis', 'orchestrator-2'] },
      Two: { steps: ['PASSED'], faults: ['orchestrator'] },
      Three: { steps: ['FAILED'], faults: ['qdrant'] },
    });
    assert.ok(summary(record).includes('Crashes during work that were survived: orchestrator 2, redis 1'));
    assert.doesNotMatch(summary(recordOf({ One: { steps: ['PASSED'] } })).join(), /survived/);
  });

  it('shows the tightest limits first, at most ten, and no figures that must be met exactly', () => {
    const limits = Array.from({ length: 11 }, (_, index) => threshold('at most 9', index / 10));
    const thresholds = [threshold('exactly 7', 0), ...limits.reverse()];
    const lines = summary(recordOf({ One: { steps: ['PASSED'], thresholds } })).filter((line) =>
      /head-room/.test(line),
    );
    assert.equal(lines.length, 10);
    assert.equal(lines[0], '  it is at most 9: 7 (head-room 0.0%)');
    assert.doesNotMatch(lines.join(), /exactly|100\.0%/);
  });

  it('shows the ten slowest', () => {
    const names = Array.from({ length: 12 }, (_, index) => `Scenario ${index}`);
    const record = recordOf(Object.fromEntries(names.map((name) => [name, { steps: ['PASSED'] }])));
    assert.equal(summary(record).filter((line) => /^ +1\.5 s {2}Scenario/.test(line)).length, 10);
  });
});
