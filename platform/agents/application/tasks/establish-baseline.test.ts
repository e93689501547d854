import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deployment } from '../../../shared/gateway.ts';
import { unserved } from './establish-baseline.ts';

const engine_args = {
  tensor_parallel_size: 8,
  quantization: 'none',
  enable_prefix_caching: false,
  max_num_seqs: 256,
  gpu_memory_utilization: 0.9,
} as const;

const triage: Deployment = {
  name: 'triage',
  model: 'llama-3-70b',
  slo_p95_seconds: 4,
  replicas: [{ replica_id: 'r-1', machine_id: 'i-1', state: 'loading', weight: 0, engine_args }],
};

test('machines that serve nothing may end, and have no baseline', () => {
  const { approved, baseline_established, reason } = unserved([triage], ['i-2', 'i-3']);
  assert.deepEqual([approved, baseline_established], [true, false]);
  assert.match(reason, /No model is served/);
});

test('a machine with a replica may not end, even while that is only loading', () => {
  const { approved, reason } = unserved([triage], ['i-2', 'i-1']);
  assert.equal(approved, false);
  assert.match(reason, /triage/);
});
