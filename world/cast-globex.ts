import { type CastMember, ENGINE, type Machine, machine as plainMachine } from './cast-parts';

type Usage = NonNullable<Machine['usage']>;

const BUSY: Usage = { gpu_share: 0.7, busy_hours_a_day: 24, idle_days: 0, host_memory_gib: 64, data_gb_a_month: 0 };

const machine = (name: string, type: string, more: Partial<Machine> = {}): Machine =>
  plainMachine(name, type, { tags: { 'latency-critical': 'true' }, usage: BUSY, ...more });

/** Batch work that may be interrupted. @param gigabytes that it reads in a month from storage at AWS */
const batch = (name: string, gigabytes: number): Machine =>
  machine(name, 'p4d.24xlarge', {
    tags: { workload: 'batch', 'fault-tolerant': 'true', 'batch-queue': name },
    usage: { ...BUSY, gpu_share: 0.8, data_gb_a_month: gigabytes },
  });

/** Two clouds, and batch work of which some can move. The one deployment is Acme's on a single machine. */
export const GLOBEX: CastMember<'Globex Corp'> = {
  name: 'Globex Corp',
  plan: 'pro',
  region: 'us-west-2',
  machines: [
    machine('serve-1', 'p4d.24xlarge', { tags: { workload: 'serving', 'latency-critical': 'true' } }),
    batch('batch-1', 23_000),
    batch('batch-2', 240_000),
    machine('render-1', 'g6e.12xlarge'),
    machine('api-1', 'c5.2xlarge'),
    machine('jump-1', 'm5.large'),
  ],
  deployments: [
    {
      name: 'triage',
      model: 'llama-3-70b',
      engine_args: ENGINE,
      machines: ['serve-1'],
      load: { requests_per_second: 11.25, prompt_tokens: 448, shared_prefix: 0.8, answer_tokens: 16 },
      slo_p95_seconds: 4,
      waiting_deadline_seconds: 10,
    },
  ],
  spotPools: [
    { instance_type: 'p4d.24xlarge', price_mean: 24_600, price_now: 24_600, interruption_rate: 0.22, capacity: 1 },
  ],
  project: {
    region: 'us-central1',
    machines: [
      machine('train-1', 'a2-ultragpu-8g'),
      machine('eval-1', 'a2-highgpu-2g'),
      machine('embed-1', 'g2-standard-48'),
      machine('search-1', 'g2-standard-12'),
      machine('search-2', 'g2-standard-12'),
      machine('admin-1', 'g2-standard-4'),
    ],
    spotPools: [
      { instance_type: 'a2-highgpu-8g', price_mean: 15_000, price_now: 15_300, interruption_rate: 0.08, capacity: 2 },
    ],
  },
};
