import type { MachineUsage } from './machine-usage.ts';

interface Queue {
  readonly ownerId: string;
  readonly usage: MachineUsage;
}

/**
 * Queues of batch work, each known by its name in every cloud: whatever machine joins one works on it as the machine does
 * that worked on it first.
 */
export class BatchQueues {
  readonly #queues = new Map<string, Queue>();

  /** A machine works on the queue; the first of a name decides what the work is like. */
  open(name: string, queue: Queue): void {
    if (!this.#queues.has(name)) this.#queues.set(name, queue);
  }

  /** Undefined where there is no such queue. */
  usageOn(name: string): MachineUsage | undefined {
    return this.#queues.get(name)?.usage;
  }

  /** The queues go with the account or project in which they were opened. */
  closeOf(ownerId: string): void {
    for (const [name, queue] of this.#queues) if (queue.ownerId === ownerId) this.#queues.delete(name);
  }
}
