import { newNumber } from './numbers.ts';

export interface OperationOrder {
  /** Such as insert, delete or compute.instances.preempted. */
  readonly type: string;
  readonly zone: string;
  /** Address and number of what it is done to. */
  readonly target: { readonly link: string; readonly id: string };
  readonly user: string;
}

export interface OperationError {
  readonly code: string;
  readonly message: string;
}

/** Something that Compute Engine does to an instance, which may take a while. */
export class Operation {
  readonly id = newNumber();
  readonly name: string;
  readonly order: OperationOrder;
  readonly insertedAt = new Date();
  /** Resolves when it has ended, well or not. */
  readonly finished: Promise<void>;
  #resolve: () => void = () => {};
  #endedAt: Date | undefined;
  #error: OperationError | undefined;

  constructor(order: OperationOrder) {
    this.order = order;
    this.finished = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.name = `operation-${this.insertedAt.getTime()}-${this.id}`;
  }

  /** Undefined while it goes on. */
  get endedAt(): Date | undefined {
    return this.#endedAt;
  }

  get error(): OperationError | undefined {
    return this.#error;
  }

  end(error?: OperationError): this {
    if (this.#endedAt) return this;
    this.#endedAt = new Date();
    this.#error = error;
    this.#resolve();
    return this;
  }
}
