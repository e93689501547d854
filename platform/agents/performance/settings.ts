import type { components } from '../../../contracts/generated/openapi.ts';
import type { EngineArgs } from '../../shared/gateway.ts';
import type { Bottleneck } from './bottlenecks.ts';

export type SettingsType = Extract<
  components['schemas']['OptimizationType'],
  'kv_cache_optimization' | 'quantization' | 'batch_optimization'
>;

/** A change of a deployment's settings that its bottlenecks ask for. */
export interface SettingsChange {
  /** Complete: the present arguments but for what changes. */
  readonly engineArgs: EngineArgs;
  /** Those that the change is meant to remove. */
  readonly bottlenecks: readonly Bottleneck[];
  readonly risk: components['schemas']['RiskLevel'];
}

/** Why nothing is to be changed. */
export type Refusal = 'already_applied' | 'no_bottleneck';

/** Sequences in one batch beyond which more of them only wait for each other: vLLM's own default. */
export const maxSequences = 256;

/** The rule of each type of change, in the order in which they are proposed. */
export const settingsRules: Readonly<Record<SettingsType, SettingsRule>> = {
  kv_cache_optimization: cachePrefixes,
  quantization: quantize,
  batch_optimization: widenBatch,
};

type SettingsRule = (args: EngineArgs, bottlenecks: readonly Bottleneck[]) => SettingsChange | Refusal;

/** Prompts that begin alike need not be read anew; where the first token is late that is time won. */
function cachePrefixes(args: EngineArgs, bottlenecks: readonly Bottleneck[]): SettingsChange | Refusal {
  if (args.enable_prefix_caching) return 'already_applied';
  const reasons = named(bottlenecks, ['time_to_first_token', 'prefix_cache_unused']);
  if (reasons.length < 2) return 'no_bottleneck';
  return { engineArgs: { ...args, enable_prefix_caching: true }, bottlenecks: reasons, risk: 'low' };
}

/**
 * Each token reads all weights once: half the bytes, half the time. Where memory is short, a quarter of the bytes, which
 * costs more of the answers' quality.
 */
function quantize(args: EngineArgs, bottlenecks: readonly Bottleneck[]): SettingsChange | Refusal {
  if (args.quantization !== 'none') return 'already_applied';
  const reasons = named(bottlenecks, ['time_per_output_token', 'memory']);
  if (reasons.length === 0) return 'no_bottleneck';
  const memoryIsShort = reasons.some(({ name }) => name === 'memory');
  const [quantization, risk] = memoryIsShort ? (['int4', 'high'] as const) : (['fp8', 'medium'] as const);
  return { engineArgs: { ...args, quantization }, bottlenecks: reasons, risk };
}

/** Requests that wait for a place in the batch get one sooner where it has twice as many. */
function widenBatch(args: EngineArgs, bottlenecks: readonly Bottleneck[]): SettingsChange | Refusal {
  const reasons = named(bottlenecks, ['waiting_requests']);
  if (reasons.length === 0) return 'no_bottleneck';
  if (args.max_num_seqs >= maxSequences) return 'already_applied';
  const sequences = Math.min(maxSequences, 2 * args.max_num_seqs);
  return { engineArgs: { ...args, max_num_seqs: sequences }, bottlenecks: reasons, risk: 'low' };
}

function named(bottlenecks: readonly Bottleneck[], names: readonly Bottleneck['name'][]): readonly Bottleneck[] {
  return bottlenecks.filter(({ name }) => names.includes(name));
}
