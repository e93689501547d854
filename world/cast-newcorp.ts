import { type CastMember, ENGINE, machine, serving, triage, usage } from './cast-parts';

/** All of its machines were launched when the company began, 12 days ago. */
const AGE = { age_days: 12 } as const;

/** Signs up from nothing: two models, batch work that can be interrupted, and a machine that nobody uses any more. */
export const NEWCORP: CastMember<'NewCorp Inc'> = {
  name: 'NewCorp Inc',
  plan: 'pro',
  region: 'us-east-1',
  machines: [
    machine('batch-1', 'p4de.24xlarge', {
      ...AGE,
      tags: { workload: 'batch', 'fault-tolerant': 'true', 'batch-queue': 'batch-1' },
      usage: usage({ gpu_share: 0.8, host_memory_gib: 64 }),
    }),
    machine('chat-1', 'p4d.24xlarge', { ...AGE, ...serving('latency-critical') }),
    machine('chat-2', 'p4d.24xlarge', { ...AGE, ...serving('latency-critical') }),
    machine('assist-1', 'g6e.48xlarge', {
      ...AGE,
      ...serving('latency-critical'),
      usage: usage({ gpu_share: 0, host_memory_gib: 460 }),
    }),
    machine('train-1', 'g5.48xlarge', {
      ...AGE,
      tags: { workload: 'training' },
      usage: usage({ gpu_share: 0.72, host_memory_gib: 64 }),
    }),
    machine('lab-1', 'g5.12xlarge', { ...AGE, usage: usage({ gpu_share: 0.5, idle_days: 8 }) }),
  ],
  deployments: [
    triage('chat', ['chat-1', 'chat-2'], 22.5),
    {
      name: 'assist',
      model: 'llama-3-8b',
      engine_args: { ...ENGINE, tensor_parallel_size: 1 },
      machines: ['assist-1'],
      load: { requests_per_second: 66, prompt_tokens: 400, shared_prefix: 0, answer_tokens: 24 },
      slo_p95_seconds: 5,
      waiting_deadline_seconds: 10,
    },
  ],
  spotPools: [
    { instance_type: 'p4de.24xlarge', price_mean: 15_500, price_now: 16_000, interruption_rate: 0.05, capacity: 2 },
  ],
};
