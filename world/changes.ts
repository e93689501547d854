import { AssertionError } from 'chai';
import type { components } from '../contracts/generated/openapi';

type Schemas = components['schemas'];
export type ChangeType = Schemas['OptimizationType'];

/** A change that OptiInfra may offer: what features call it, what the contract calls it, and which agent finds it. */
export interface Change {
  readonly name: string;
  readonly type: ChangeType;
  readonly agent: Schemas['AgentType'];
}

export const CHANGES: readonly Change[] = [
  { name: 'spot migration', type: 'spot_migration', agent: 'cost' },
  { name: 'move of batch work to spot capacity', type: 'batch_spot_migration', agent: 'cost' },
  { name: 'prefix caching', type: 'kv_cache_optimization', agent: 'performance' },
  { name: 'quantization', type: 'quantization', agent: 'performance' },
  { name: 'larger batches', type: 'batch_optimization', agent: 'performance' },
  { name: 'right-sizing', type: 'right_sizing', agent: 'resource' },
  { name: 'move to another cloud', type: 'cloud_placement', agent: 'cost' },
  { name: 'shutdown of an idle machine', type: 'idle_termination', agent: 'resource' },
  { name: 'reserved capacity', type: 'reserved_capacity', agent: 'cost' },
];

/** The change that features call so. @throws TypeError naming those that there are */
export function changeNamed(name: string): Change {
  const change = CHANGES.find((each) => each.name === name);
  if (change) return change;
  throw new TypeError(
    `"${name}" is no change that is offered. There are ${CHANGES.map((each) => each.name).join(', ')}`,
  );
}

/** The change that an offer is about. @throws Error for one that features have no name for */
export function changeOf({ type }: { readonly type: ChangeType }): Change {
  const change = CHANGES.find((each) => each.type === type);
  if (!change)
    throw new AssertionError(
      `The change ${type} has no name. Those with one are ${CHANGES.map((each) => each.type).join(', ')}`,
    );
  return change;
}
