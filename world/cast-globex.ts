import { type CastMember, type Machine, machine, serving, triage, usage } from './cast-parts';

const BUSY = usage({ gpu_share: 0.7, host_memory_gib: 64 });

const busy = (name: string, type: string): Machine =>
  machine(name, type, { tags: { 'latency-critical': 'true' }, usage: BUSY });

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
    machine('serve-1', 'p4d.24xlarge', { ...serving('latency-critical'), usage: BUSY }),
    batch('batch-1', 23_000),
    batch('batch-2', 240_000),
    busy('render-1', 'g6e.12xlarge'),
    busy('api-1', 'c5.2xlarge'),
    busy('jump-1', 'm5.large'),
  ],
  deployments: [triage('triage', ['serve-1'], 11.25)],
  spotPools: [
    { instance_type: 'p4d.24xlarge', price_mean: 24_600, price_now: 24_600, interruption_rate: 0.22, capacity: 1 },
  ],
  project: {
    region: 'us-central1',
    machines: [
      busy('train-1', 'a2-ultragpu-8g'),
      busy('eval-1', 'a2-highgpu-2g'),
      busy('embed-1', 'g2-standard-48'),
      busy('search-1', 'g2-standard-12'),
      busy('search-2', 'g2-standard-12'),
      busy('admin-1', 'g2-standard-4'),
    ],
    spotPools: [
      { instance_type: 'a2-highgpu-8g', price_mean: 15_000, price_now: 15_300, interruption_rate: 0.08, capacity: 2 },
    ],
  },
};
