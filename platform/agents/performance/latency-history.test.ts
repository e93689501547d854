import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Gateway, RangeQuery, Series } from '../../shared/gateway.ts';
import { latencyHistory } from './latency-history.ts';

const now = new Date('2026-06-30T12:34:56Z');

test('the past is asked for at full hours, the present at this moment, and each deployment is told apart', async () => {
  const asked: RangeQuery[] = [];
  const gateway = {
    queryRange: async (query: RangeQuery): Promise<readonly Series[]> => {
      asked.push(query);
      const points = [{ at: query.end, value: query.start === query.end ? 1.5 : 1.6 }];
      const series = { labels: { deployment: 'triage' }, points };
      return query.start === query.end ? [series] : [series, { labels: { deployment: 'quiet' }, points: [] }];
    },
  } as Gateway;
  const found = await latencyHistory(gateway, 24, now);
  const [past, present] = asked;
  assert.deepEqual(
    [past?.start, past?.end, past?.stepSeconds],
    [new Date('2026-06-29T13:00:00Z'), new Date('2026-06-30T12:00:00Z'), 3600],
  );
  assert.match(past?.query ?? '', /^histogram_quantile\(0\.95, .*vllm:e2e_request_latency_seconds_bucket\[1h\]/);
  assert.deepEqual([present?.start, present?.end], [now, now]);
  assert.deepEqual(found, [
    { deployment: 'triage', hourly: [{ at: new Date('2026-06-30T12:00:00Z'), value: 1.6 }], present: 1.5 },
    { deployment: 'quiet', hourly: [], present: undefined },
  ]);
});
