import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Observability } from './observability.ts';

test('tells which jobs are in work, and how those took that have ended', async () => {
  const observability = new Observability();
  const [first, second] = [observability.observeJob('run_step'), observability.observeJob('run_step')];
  assert.match(await observability.text(), /^jobs_running\{job="run_step"\} 2$/m);
  first('failed');
  second('done');
  const text = await observability.text();
  assert.match(text, /^jobs_running\{job="run_step"\} 0$/m);
  assert.match(text, /^job_duration_seconds_count\{job="run_step",outcome="failed"\} 1$/m);
});
