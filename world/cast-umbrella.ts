import type { NewDeployment, SpotPool } from '../support/drivers/world-control';
import { type CastMember, ENGINE, machine, serving } from './cast-parts';

type Fleet = Pick<CastMember, 'machines' | 'deployments'>;

/** Another tenant: its figures are nobody else's. */
export const UMBRELLA: CastMember<'Umbrella Inc'> = {
  name: 'Umbrella Inc',
  plan: 'pro',
  region: 'us-east-1',
  ...fleet((first, type) => [machine(first, type, serving('latency-critical'))]),
  spotPools: [
    pool('g5.12xlarge', { price_mean: 2_076, price_now: 2_140 }),
    pool('g6e.12xlarge', { price_mean: 3_840, price_now: 3_960 }),
  ],
};

/** Three machines of each type, which can bear an interruption: two groups that may move to spot capacity one after the other. */
export const SIX_MACHINES: Fleet = fleet((first, type) =>
  [1, 2, 3].map((number) => machine(first.replace('1', String(number)), type, serving('fault-tolerant'))),
);

function fleet(of: (first: string, type: string) => CastMember['machines']): Fleet {
  const index = of('index-1', 'g5.12xlarge');
  const draw = of('draw-1', 'g6e.12xlarge');
  return {
    machines: [...index, ...draw],
    deployments: [deployment('index', index, 12), deployment('draw', draw, 45)],
  };
}

/** @param rate requests a second on each machine */
function deployment(name: string, machines: CastMember['machines'], rate: number): NewDeployment {
  return {
    name,
    model: 'llama-3-8b',
    engine_args: { ...ENGINE, tensor_parallel_size: 4 },
    machines: machines.map((each) => each.name),
    load: { requests_per_second: rate * machines.length, prompt_tokens: 200, shared_prefix: 0, answer_tokens: 20 },
    slo_p95_seconds: 2,
    waiting_deadline_seconds: 10,
  };
}

/** As calm as Acme Corp's market: 60 % below on demand, 5 % taken back in a month. */
function pool(instance_type: string, prices: Pick<SpotPool, 'price_mean' | 'price_now'>): SpotPool {
  return { instance_type, ...prices, interruption_rate: 0.05, capacity: 3 };
}
