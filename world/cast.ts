import type { NewDeployment, SpotPool } from '../support/drivers/world-control';

export const CAST = ['Acme Corp'] as const;
export type CastName = (typeof CAST)[number];
export type Plan = 'free' | 'pro' | 'enterprise';

/** What a member of the cast brings along: machines, models, and the market in the region where they run. */
export interface CastMember {
  readonly name: CastName;
  readonly plan: Plan;
  readonly region: string;
  readonly machines: readonly {
    readonly name: string;
    readonly instance_type: string;
    readonly age_days: number;
    readonly tags: Readonly<Record<string, string>>;
  }[];
  readonly deployments: readonly NewDeployment[];
  readonly spotPools: readonly SpotPool[];
}

/** The region's spot market as a sentence describes it; what it leaves open stays as the cast has it. */
export interface Market {
  readonly discount: number;
  readonly interruptionRate: number;
  readonly room: number;
}

/** Contract price of Acme's machines, in US dollars a month (docs/cast.md). */
const P4D_ON_DEMAND = 30_000;

const serving = (name: string, tags: Readonly<Record<string, string>>) => ({
  name,
  instance_type: 'p4d.24xlarge',
  age_days: 90,
  tags: { workload: 'serving', ...tags },
});

/** Fixed meanings, see docs/cast.md. The figures follow from the machines; none is written down twice. */
const MEMBERS: Readonly<Record<CastName, CastMember>> = {
  'Acme Corp': {
    name: 'Acme Corp',
    plan: 'pro',
    region: 'us-east-1',
    machines: [
      serving('serve-1', { 'fault-tolerant': 'true' }),
      serving('serve-2', { 'fault-tolerant': 'true' }),
      serving('serve-3', { 'fault-tolerant': 'true' }),
      serving('serve-4', { 'latency-critical': 'true' }),
    ],
    deployments: [
      {
        name: 'triage',
        model: 'llama-3-70b',
        engine_args: {
          tensor_parallel_size: 8,
          quantization: 'none',
          enable_prefix_caching: false,
          max_num_seqs: 256,
          gpu_memory_utilization: 0.9,
        },
        machines: ['serve-1', 'serve-2', 'serve-3', 'serve-4'],
        load: { requests_per_second: 45, prompt_tokens: 448, shared_prefix: 0.8, answer_tokens: 16 },
        slo_p95_seconds: 4,
        waiting_deadline_seconds: 10,
      },
    ],
    spotPools: [
      { instance_type: 'p4d.24xlarge', price_mean: 12_000, price_now: 12_400, interruption_rate: 0.05, capacity: 4 },
    ],
  },
};

export function castMember(name: CastName): CastMember {
  return MEMBERS[name];
}

/** The same member in a region whose market is as described; the price of the moment is the mean. */
export function inMarket(member: CastMember, market: Market): CastMember {
  const price = P4D_ON_DEMAND * (1 - market.discount);
  const pool = {
    price_mean: price,
    price_now: price,
    interruption_rate: market.interruptionRate,
    capacity: market.room,
  };
  return { ...member, spotPools: member.spotPools.map((spotPool) => ({ ...spotPool, ...pool })) };
}
