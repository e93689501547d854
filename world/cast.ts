import type { NewDeployment, SpotPool } from '../support/drivers/world-control';
import { servedByUrgency } from './cast-classes';
import { GLOBEX } from './cast-globex';
import { NEWCORP } from './cast-newcorp';
import { type CastMember as AnyMember, ENGINE, machine, serving, triage, usage } from './cast-parts';
import { servedTwice } from './cast-twice';
import { SIX_MACHINES, UMBRELLA } from './cast-umbrella';

export type { Plan } from './cast-parts';

export const CAST = ['Acme Corp', 'NewCorp Inc', 'Initech Inc', 'Globex Corp', 'Umbrella Inc'] as const;
export type CastName = (typeof CAST)[number];
export type CastMember = AnyMember<CastName>;

/** What a sentence says of a member before it comes; what it leaves open stays as the cast has it. */
export interface Traits {
  readonly plan?: AnyMember['plan'];
  readonly market?: Market;
  /** Of the first deployment, in the world's seconds. */
  readonly requestsPerSecond?: number;
  readonly prefixCaching?: boolean;
  /** P95 that the first deployment promises, in seconds. */
  readonly objective?: number;
  /** Days for which all machines have run. */
  readonly ageDays?: number;
  /** Another one than it usually comes with. */
  readonly fleet?: FleetName;
  /** What decides, for the customer, where offers contradict each other. */
  readonly prefers?: 'cost' | 'performance' | 'nothing';
  /** The AWS account that may assume the role meant for OptiInfra. */
  readonly trusts?: string;
  /** For so many days there has been a price on the spot market. */
  readonly priceHistoryDays?: number;
}

/** The region's spot market. Shares are 0..1. */
export interface Market {
  readonly discount: number;
  readonly interruptionRate: number;
  readonly room: number;
}

/** Contract prices in US dollars a month (docs/cast.md). */
const ON_DEMAND: Readonly<Record<string, number>> = { 'p4d.24xlarge': 30_000, 'g5.48xlarge': 14_910 };

/** Fixed meanings, see docs/cast.md. The figures follow from the machines; none is written down twice. */
const MEMBERS: Readonly<Record<CastName, CastMember>> = {
  'Acme Corp': {
    name: 'Acme Corp',
    plan: 'pro',
    region: 'us-east-1',
    machines: [
      machine('serve-1', 'p4d.24xlarge', serving('fault-tolerant')),
      machine('serve-2', 'p4d.24xlarge', serving('fault-tolerant')),
      machine('serve-3', 'p4d.24xlarge', serving('fault-tolerant')),
      machine('serve-4', 'p4d.24xlarge', serving('latency-critical')),
    ],
    deployments: [triage('triage', ['serve-1', 'serve-2', 'serve-3', 'serve-4'], 45)],
    spotPools: [
      { instance_type: 'p4d.24xlarge', price_mean: 12_000, price_now: 12_400, interruption_rate: 0.05, capacity: 4 },
    ],
  },
  'Initech Inc': {
    name: 'Initech Inc',
    plan: 'pro',
    region: 'us-east-1',
    machines: [
      machine('api-1', 'g5.48xlarge', {
        ...serving('latency-critical'),
        usage: usage({ gpu_share: 0, host_memory_gib: 240 }),
      }),
      machine('docs-1', 'g5.48xlarge', serving('latency-critical')),
      machine('spare-1', 'p4d.24xlarge', { usage: usage({ gpu_share: 0.6, idle_days: 7 }) }),
      machine('night-1', 'g5.12xlarge', { usage: usage({ gpu_share: 0.9, busy_hours_a_day: 1 }) }),
    ],
    deployments: [
      {
        name: 'api',
        model: 'llama-3-8b',
        engine_args: { ...ENGINE, tensor_parallel_size: 1 },
        machines: ['api-1'],
        load: { requests_per_second: 37, prompt_tokens: 128, shared_prefix: 0, answer_tokens: 24 },
        slo_p95_seconds: 7,
        waiting_deadline_seconds: 10,
      },
      {
        name: 'docs',
        model: 'llama-3-70b',
        engine_args: ENGINE,
        machines: ['docs-1'],
        load: { requests_per_second: 0.39, prompt_tokens: 1500, shared_prefix: 0, answer_tokens: 60 },
        slo_p95_seconds: 20,
        waiting_deadline_seconds: 30,
      },
    ],
    spotPools: [
      { instance_type: 'g5.48xlarge', price_mean: 5_964, price_now: 6_160, interruption_rate: 0.05, capacity: 4 },
    ],
  },
  'NewCorp Inc': NEWCORP,
  'Globex Corp': GLOBEX,
  'Umbrella Inc': UMBRELLA,
};

/** The small chat fleet of docs/cast.md: whether requests wait depends on the load alone. */
const SMALL_CHAT_FLEET: Pick<CastMember, 'machines' | 'deployments'> = {
  machines: [machine('chat-1', 'g5.2xlarge', serving('latency-critical'))],
  deployments: [
    {
      name: 'chat',
      model: 'llama-3-8b',
      engine_args: { ...ENGINE, tensor_parallel_size: 1, max_num_seqs: 16 },
      machines: ['chat-1'],
      load: { requests_per_second: 4.15, prompt_tokens: 100, shared_prefix: 0, answer_tokens: 60 },
      slo_p95_seconds: 20,
      waiting_deadline_seconds: 30,
    },
  ],
};

/** Fleets that a sentence can give a member, made of its usual one or instead of it. */
const FLEETS = {
  /** The first deployment serves from a second machine like its first, with twice the load; both can bear an interruption. */
  'first model twice': servedTwice,
  /** Urgent requests are served from a machine of their own; every machine can bear an interruption. */
  'by urgency': servedByUrgency,
  /** A chat model on one small machine. */
  'small chat': () => SMALL_CHAT_FLEET,
  /** Six machines of two types that can bear an interruption. */
  'six machines': () => SIX_MACHINES,
} as const;
type FleetName = keyof typeof FLEETS;

/** The member as the sentences of a scenario describe it. */
export function castMember(name: CastName, traits: Traits = {}): CastMember {
  const usual = MEMBERS[name];
  const member = { ...usual, ...(traits.fleet && FLEETS[traits.fleet](usual)) };
  const [first, ...others] = member.deployments;
  const deployments = first ? [described(first, traits), ...others] : [];
  const { ageDays, trusts } = traits;
  return {
    ...member,
    plan: traits.plan ?? member.plan,
    machines: ageDays === undefined ? member.machines : member.machines.map((one) => ({ ...one, age_days: ageDays })),
    deployments,
    spotPools: member.spotPools.map((pool) => marketOf(pool, traits)),
    ...(trusts && { trusts }),
  };
}

function described(deployment: NewDeployment, { requestsPerSecond, prefixCaching, objective }: Traits): NewDeployment {
  const { load, engine_args } = deployment;
  return {
    ...deployment,
    load: { ...load, requests_per_second: requestsPerSecond ?? load.requests_per_second },
    slo_p95_seconds: objective ?? deployment.slo_p95_seconds,
    engine_args: { ...engine_args, enable_prefix_caching: prefixCaching ?? engine_args.enable_prefix_caching },
  };
}

function marketOf(pool: SpotPool, { market, priceHistoryDays }: Traits): SpotPool {
  return {
    ...pool,
    ...(market ? as(market, pool.instance_type) : {}),
    ...(priceHistoryDays === undefined ? {} : { history_days: priceHistoryDays }),
  };
}

/** The price of the moment is the mean. */
function as({ discount, interruptionRate, room }: Market, type: string): Omit<SpotPool, 'instance_type'> {
  const onDemand = ON_DEMAND[type];
  if (onDemand === undefined) throw new Error(`The cast names no price on demand of ${type}`);
  const price = Math.round(onDemand * (1 - discount));
  return { price_mean: price, price_now: price, interruption_rate: interruptionRate, capacity: room };
}
