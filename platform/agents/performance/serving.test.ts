import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Replica } from '../../shared/gateway.ts';
import { parsePrometheus } from '../../shared/prometheus.ts';
import { servingOf } from './serving.ts';

test('means are of the window alone, over all replicas', () => {
  const before = { requests: 100, firstToken: 900, perToken: 90 };
  const windows = [
    window(before, { requests: 200, firstToken: 915, perToken: 95 }),
    window(before, { requests: 400, firstToken: 949.8, perToken: 104.08 }),
  ];
  const { requests, timeToFirstToken, timePerOutputToken } = servingOf(windows, 'llama-3-70b');
  assert.equal(requests, 400);
  assert.equal(timeToFirstToken?.toFixed(3), '0.162');
  assert.equal(timePerOutputToken?.toFixed(4), '0.0477');
});

test('an engine that restarted in between counts from 0', () => {
  const windows = [window({ requests: 100, firstToken: 900 }, { requests: 50, firstToken: 5 })];
  assert.equal(servingOf(windows, 'llama-3-70b').requests, 50);
  assert.equal(servingOf(windows, 'llama-3-70b').timeToFirstToken, 0.1);
});

test('waiting requests are counted by replica, the hit rate by token', () => {
  const windows = [
    window({ waiting: 10, queries: 0, hits: 0 }, { waiting: 10.6, queries: 1000, hits: 760 }),
    window({ waiting: 10, queries: 0, hits: 0 }, { waiting: 10.6, queries: 3000, hits: 2280 }),
  ];
  const { waitingRequests, prefixHitRate } = servingOf(windows, 'llama-3-70b');
  assert.equal(waitingRequests.toFixed(2), '10.30');
  assert.equal(prefixHitRate, 0.76);
});

test('without requests there are no means', () => {
  const { requests, timeToFirstToken, prefixHitRate } = servingOf([window({}, {})], 'llama-3-70b');
  assert.deepEqual([requests, timeToFirstToken, prefixHitRate], [0, undefined, 0]);
});

test('the memory that counts is weights and cache in use, not what vLLM reserves', () => {
  // 70.6e9 weights of 2 bytes and a tenth of 1000 blocks of 16 tokens, 327,680 bytes each, in 8 x 24 GB.
  const used = (141.2e9 + 1600 * 327_680) * 1.2;
  const { memoryShare } = servingOf([window({}, { cache: 0.1 })], 'llama-3-70b');
  assert.equal(memoryShare?.toFixed(3), (used / 192e9).toFixed(3));
  assert.equal(servingOf([window({}, {})], 'a-model-unheard-of').memoryShare, undefined);
});

interface Reading {
  readonly requests?: number;
  /** Sums, seconds. */
  readonly firstToken?: number;
  readonly perToken?: number;
  readonly waiting?: number;
  readonly queries?: number;
  readonly hits?: number;
  /** Share of the KV cache in use. */
  readonly cache?: number;
}

const engine_args = {
  tensor_parallel_size: 8,
  quantization: 'none',
  enable_prefix_caching: false,
  max_num_seqs: 256,
  gpu_memory_utilization: 0.9,
} as const;

const replica: Replica = { replica_id: 'r-1', machine_id: 'i-1', state: 'ready', weight: 1, engine_args };

function window(before: Reading, after: Reading) {
  return { replica, before: scrape(before), after: scrape(after) };
}

function scrape({
  requests = 0,
  firstToken = 0,
  perToken = 0,
  waiting = 0,
  queries = 0,
  hits = 0,
  cache = 0,
}: Reading) {
  const gpus = Array.from({ length: 8 }, (_, gpu) => [
    `DCGM_FI_DEV_FB_USED{gpu="${gpu}"} 20600`,
    `DCGM_FI_DEV_FB_FREE{gpu="${gpu}"} 2288`,
  ]);
  return parsePrometheus(
    [
      `vllm:e2e_request_latency_seconds_count ${requests}`,
      `vllm:time_to_first_token_seconds_sum ${firstToken}`,
      `vllm:time_to_first_token_seconds_count ${requests}`,
      `vllm:request_time_per_output_token_seconds_sum ${perToken}`,
      `vllm:request_time_per_output_token_seconds_count ${requests}`,
      `vllm:num_requests_waiting ${waiting}`,
      `vllm:prefix_cache_queries_total ${queries}`,
      `vllm:prefix_cache_hits_total ${hits}`,
      `vllm:kv_cache_usage_perc ${cache}`,
      'vllm:cache_config_info{block_size="16",num_gpu_blocks="1000"} 1',
      ...gpus.flat(),
    ].join('\n'),
  );
}
