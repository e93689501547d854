import type { NewAccount, NewDeployment, SpotPool } from '../support/drivers/world-control';

export type Plan = 'free' | 'pro' | 'enterprise';
export type Machine = NewAccount['machines'][number];

/** What a member of the cast brings along: machines, models, and the market in the region where they run. */
export interface CastMember<Name extends string = string> {
  readonly name: Name;
  readonly plan: Plan;
  readonly region: string;
  readonly machines: readonly Machine[];
  readonly deployments: readonly NewDeployment[];
  readonly spotPools: readonly SpotPool[];
  /** The AWS account that may assume its role; OptiInfra's without it. */
  readonly trusts?: string;
  /** What it has at Google Cloud; absent where it is at AWS only. */
  readonly project?: {
    readonly region: string;
    readonly machines: readonly Machine[];
    readonly spotPools: readonly SpotPool[];
  };
}

/** An engine on all eight GPUs of its machine, as everybody's runs before anything is tuned. */
export const ENGINE: NewDeployment['engine_args'] = {
  tensor_parallel_size: 8,
  quantization: 'none',
  enable_prefix_caching: false,
  max_num_seqs: 256,
  gpu_memory_utilization: 0.9,
};

/** 90 days old, without tags, unless more is said. */
export function machine(name: string, instance_type: string, more: Partial<Machine> = {}): Machine {
  return { name, instance_type, age_days: 90, tags: {}, ...more };
}

/** Serves a model, and what else the tag says: fault-tolerant, latency-critical. */
export function serving(tag: string): Pick<Machine, 'tags'> {
  return { tags: { workload: 'serving', [tag]: 'true' } };
}

type Usage = NonNullable<Machine['usage']>;

export function usage(given: Pick<Usage, 'gpu_share'> & Partial<Usage>): Usage {
  return { busy_hours_a_day: 24, idle_days: 0, host_memory_gib: 16, data_gb_a_month: 0, ...given };
}

/** Llama-3-70B behind short answers to prompts that begin alike, as Acme serves it on each of its machines. @param load requests a second, over all machines */
export function triage(name: string, machines: readonly string[], load: number): NewDeployment {
  return {
    name,
    model: 'llama-3-70b',
    engine_args: ENGINE,
    machines: [...machines],
    load: { requests_per_second: load, prompt_tokens: 448, shared_prefix: 0.8, answer_tokens: 16 },
    slo_p95_seconds: 4,
    waiting_deadline_seconds: 10,
  };
}
