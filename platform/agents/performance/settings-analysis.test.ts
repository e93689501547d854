import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deployment, EngineArgs, Replica } from '../../shared/gateway.ts';
import type { Serving } from './serving.ts';
import { analyseSettings } from './settings-analysis.ts';

/** Llama-3-70B on four times eight A100: 45 requests a second, four fifths of each prompt the same. */
const acme: Serving = {
  requests: 1350,
  timeToFirstToken: 0.1657,
  timePerOutputToken: 0.0477,
  waitingRequests: 0,
  prefixHitRate: 0,
  memoryShare: 0.531,
};

/** Llama-3-8B on one A10G, batches of 16. */
const oneGpu = { tensor_parallel_size: 1, max_num_seqs: 16 };

test('late first tokens and an unused prefix cache ask for prefix caching, and for nothing else', () => {
  const { recommendations } = analyseSettings(deployment(), acme);
  assert.deepEqual(
    recommendations.map(({ type, risk_level, estimated_savings }) => [type, risk_level, estimated_savings]),
    [['kv_cache_optimization', 'low', 0]],
  );
  assert.deepEqual(recommendations[0]?.engine_args, { ...settings(), enable_prefix_caching: true });
  assert.deepEqual(recommendations[0]?.bottlenecks, [
    { name: 'time_to_first_token', measured: 0.1657, threshold: 0.1 },
    { name: 'prefix_cache_unused', measured: 0, threshold: 0.7 },
  ]);
  assert.deepEqual(recommendations[0]?.instance_ids, ['i-1', 'i-2', 'i-3', 'i-4']);
});

test('at 50 requests a second each token takes 57 ms: quantization to FP8 too, of medium risk', () => {
  const serving = { ...acme, timeToFirstToken: 0.196, timePerOutputToken: 0.0571 };
  const { recommendations } = analyseSettings(deployment(), serving);
  assert.deepEqual(
    recommendations.map(({ type, risk_level, engine_args }) => [type, risk_level, engine_args?.quantization]),
    [
      ['kv_cache_optimization', 'low', 'none'],
      ['quantization', 'medium', 'fp8'],
    ],
  );
});

test('once caching is on it is not proposed again', () => {
  const tuned = { ...acme, timeToFirstToken: 0.037, timePerOutputToken: 0.023, prefixHitRate: 0.76 };
  const { findings, recommendations } = analyseSettings(deployment({ enable_prefix_caching: true }), tuned);
  assert.deepEqual(recommendations, []);
  assert.deepEqual(reasons(findings), {
    kv_cache_optimization: 'already_applied',
    quantization: 'no_bottleneck',
    batch_optimization: 'no_bottleneck',
  });
});

test('where 10.3 requests wait the batch doubles, where 10 wait it stays', () => {
  const queueing = { ...acme, prefixHitRate: 0.8, waitingRequests: 10.3 };
  const [proposal] = analyseSettings(deployment(oneGpu), queueing).recommendations;
  assert.deepEqual([proposal?.type, proposal?.engine_args?.max_num_seqs], ['batch_optimization', 32]);
  assert.deepEqual(analyseSettings(deployment(oneGpu), { ...queueing, waitingRequests: 10 }).recommendations, []);
});

test('a batch grows to 256 at most', () => {
  const queueing = { ...acme, prefixHitRate: 0.8, waitingRequests: 20 };
  const from = (sequences: number) => analyseSettings(deployment({ max_num_seqs: sequences }), queueing);
  assert.equal(from(200).recommendations[0]?.engine_args?.max_num_seqs, 256);
  assert.deepEqual(from(256).recommendations, []);
  assert.equal(reasons(from(256).findings).batch_optimization, 'already_applied');
});

test('a fleet that is slow only because each token takes its time gets no proposal', () => {
  const latencyBound = { ...acme, requests: 45, timeToFirstToken: 0.096, timePerOutputToken: 0.0466 };
  const { findings, recommendations } = analyseSettings(deployment(oneGpu), latencyBound);
  assert.deepEqual(recommendations, []);
  assert.deepEqual(new Set(Object.values(reasons(findings))), new Set(['no_bottleneck']));
});

test('where memory is short the weights go to INT4, of high risk', () => {
  const short = { ...acme, timePerOutputToken: 0.06, memoryShare: 0.8826 };
  const proposal = analyseSettings(deployment(), short).recommendations.find(({ type }) => type === 'quantization');
  assert.deepEqual([proposal?.engine_args?.quantization, proposal?.risk_level], ['int4', 'high']);
  assert.deepEqual(
    proposal?.bottlenecks?.map(({ name }) => name),
    ['time_per_output_token', 'memory'],
  );
  assert.deepEqual(reasons(analyseSettings(deployment({ quantization: 'fp8' }), short).findings), {
    kv_cache_optimization: 'bottleneck_found',
    quantization: 'already_applied',
    batch_optimization: 'no_bottleneck',
  });
});

test('every finding tells the deployment and what was measured', () => {
  const [finding] = analyseSettings(deployment(), acme).findings;
  assert.equal(finding?.deployment, 'triage');
  assert.deepEqual(finding?.facts, {
    time_to_first_token: 0.1657,
    time_per_output_token: 0.0477,
    waiting_requests: 0,
    prefix_hit_rate: 0,
    memory_share: 0.531,
    requests: 1350,
    enable_prefix_caching: false,
    quantization: 'none',
    max_num_seqs: 256,
  });
});

test('without requests nothing is known, and nothing proposed', () => {
  const silent = { ...acme, requests: 0, timeToFirstToken: undefined, timePerOutputToken: undefined };
  assert.deepEqual(analyseSettings(deployment(), silent).recommendations, []);
});

function reasons(findings: ReturnType<typeof analyseSettings>['findings']): Record<string, string> {
  return Object.fromEntries(findings.map(({ kind, reason }) => [kind, reason]));
}

function settings(changes: Partial<EngineArgs> = {}): EngineArgs {
  return {
    tensor_parallel_size: 8,
    quantization: 'none',
    enable_prefix_caching: false,
    max_num_seqs: 256,
    gpu_memory_utilization: 0.9,
    ...changes,
  };
}

function deployment(changes: Partial<EngineArgs> = {}): Deployment {
  const replicas = [1, 2, 3, 4].map((k): Replica => {
    return { replica_id: `r-${k}`, machine_id: `i-${k}`, state: 'ready', weight: 1, engine_args: settings(changes) };
  });
  return { name: 'triage', model: 'llama-3-70b', slo_p95_seconds: 4, replicas };
}
