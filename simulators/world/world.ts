import type { BatchQueues } from './batch-queues.ts';
import type { WorldClock } from './clock.ts';
import type { Machines } from './machines.ts';

/** What the three listeners of the simulators share. */
export interface World {
  readonly clock: WorldClock;
  readonly machines: Machines;
  readonly queues: BatchQueues;
  /** Value of the header `x-control-key` that the control operations ask for. */
  readonly controlKey: string;
  /** Public base URL of the fleets listener, without a trailing slash. */
  readonly fleetsUrl: string;
}
