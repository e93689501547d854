import type { MachineUsage } from './machine-usage.ts';

interface Queue {
  readonly name: string;
  readonly ownerId: string;
  readonly usage: MachineUsage;
}

/**
 * Queues of batch work, each known by its name in every cloud: whatever machine joins one works on it as the machine does
 * that worked on it first.
 */
export class BatchQueues {
  #queues: readonly Queue[] = [];

  /** A machine works on the queue; the first of a name decides what the work is like. */
  open(queue: Queue): void {
    this.#queues = [...this.#queues, queue];
  }

  /** Undefined where there is no such queue. */
  usageOn(name: string): MachineUsage | undefined {
    return this.#queues.find((queue) => queue.name === name)?.usage;
  }

  /** The queues go with the account or project in which they were opened. */
  closeOf(ownerId: string): void {
    this.#queues = this.#queues.filter((queue) => queue.ownerId !== ownerId);
  }
}
