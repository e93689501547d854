// Plain JavaScript: Cucumber may import formatters before it has registered ts-node.
require('ts-node/register');

const { RunRecord } = require('./run-record');
const { showScenario, showSummary } = require('./console');
const { keepHistory } = require('./history');

const REPORTS = ['reports/cucumber.html', 'reports/junit.xml', 'reports/messages.ndjson'];

/** Tells on the console how a run goes, and keeps it in the history. */
module.exports = {
  type: 'formatter',
  formatter({ on, write, options }) {
    const start = Date.now();
    const record = new RunRecord((scenario) => write(`${showScenario(scenario)}\n`));
    on('message', (envelope) => record.take(envelope));
    return () => {
      const milliseconds = Date.now() - start;
      if (options.keepHistory !== false && record.scenarios.length > 0) {
        keepHistory('reports/history/runs.ndjson', record, milliseconds);
      }
      write(showSummary(record, milliseconds, { reports: REPORTS, leftOut: process.env.E2E_LEFT_OUT }));
    };
  },
};
