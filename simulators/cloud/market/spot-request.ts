import { resourceId } from '../accounts/identifiers.ts';

export type SpotRequestState = 'open' | 'active' | 'closed' | 'cancelled';

/** The status codes of EC2 that can come about here, each with EC2's explanation. */
const explanations = {
  'pending-evaluation': 'Your Spot request has been submitted for review, and is pending evaluation.',
  'capacity-not-available': 'There is no Spot capacity available that matches your request.',
  'price-too-low': 'Your Spot request price is lower than the minimum required Spot request fulfillment price.',
  fulfilled: 'Your Spot request is fulfilled.',
  'marked-for-termination':
    'Your Spot Instance is marked for termination and will be terminated when the interruption notice ends.',
  'instance-terminated-no-capacity':
    'Your Spot Instance was terminated because there is no Spot capacity available that matches your request.',
  'instance-terminated-by-user': 'Your Spot Instance was terminated by a user.',
  'canceled-before-fulfillment': 'Your Spot request was canceled before it was fulfilled.',
  'request-canceled-and-instance-running': 'Your Spot request is canceled, but your Spot Instance is still running.',
} as const;

export type SpotStatus = keyof typeof explanations;

export interface SpotOrder {
  readonly region: string;
  readonly instanceType: string;
  readonly imageId: string;
  /** US dollars an hour; without it, the on-demand price. */
  readonly maxPrice: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** A request for one spot machine. */
export class SpotRequest {
  readonly id = resourceId('sir');
  readonly createdAt = new Date();
  readonly order: SpotOrder;
  readonly tags: Map<string, string>;
  instanceId: string | undefined;
  #state: SpotRequestState = 'open';
  #status: SpotStatus = 'pending-evaluation';
  #updatedAt = this.createdAt;

  constructor(order: SpotOrder) {
    this.order = order;
    this.tags = new Map(order.tags);
  }

  get state(): SpotRequestState {
    return this.#state;
  }

  get status(): { readonly code: SpotStatus; readonly message: string; readonly updatedAt: Date } {
    return { code: this.#status, message: explanations[this.#status], updatedAt: this.#updatedAt };
  }

  /** A cancelled request stays cancelled, whatever becomes of its machine. */
  move(status: SpotStatus, state: SpotRequestState = this.#state): void {
    this.#status = status;
    this.#state = this.#state === 'cancelled' ? 'cancelled' : state;
    this.#updatedAt = new Date();
  }
}
