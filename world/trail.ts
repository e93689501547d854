import type { operations } from '../contracts/generated/openapi';
import type { PlatformEvent } from '../support/drivers/event-stream';
import type { Answer } from '../support/drivers/rest';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import type { Customer } from './customer';
import type { Rollout } from './rollout';
import type { Surroundings } from './surroundings';

const ENDS: readonly PlatformEvent['type'][] = [
  'optimization.completed',
  'optimization.rolled_back',
  'optimization.failed',
  'optimization.needs_attention',
];

export type AuditEntry = Answer<operations['listAuditEntries']>[number];

/** What OptiInfra tells the customer, and what it writes down. */
export class Trail {
  constructor(private readonly around: Surroundings) {}

  /** Waits for news of a kind. @throws NotInTime naming what the customer did hear */
  async told(customer: Customer, type: PlatformEvent['type'], deadline: Duration): Promise<PlatformEvent> {
    const heard = await eventually(
      `${customer.name} to be told (${type})`,
      async () => customer.own.events.events,
      (events) => events.some((event) => event.type === type),
      {
        within: this.around.clock.wall(deadline),
        wake: customer.own.events,
        deadline: String(deadline),
        show: (events) => `told so far: ${events.map((event) => event.type).join(', ') || 'nothing'}`,
      },
    );
    const event = [...heard].reverse().find((candidate) => candidate.type === type);
    if (!event) throw new Error(`${type} was heard and lost`);
    return event;
  }

  /** Waits until the customer has heard how a change ended, before which it hears everything else of it. */
  async toldOfEnd({ customer, optimizationId }: Rollout): Promise<void> {
    await eventually(
      `${customer.name} to be told how the change ended`,
      async () => customer.own.events.events,
      (events) => events.some(({ type, data }) => ENDS.includes(type) && data.optimization_id === optimizationId),
      {
        within: this.around.clock.wall(SOON),
        wake: customer.own.events,
        deadline: String(SOON),
        show: (events) => `told so far: ${events.map((event) => event.type).join(', ') || 'nothing'}`,
      },
    );
  }

  /** Actions in the customer's audit trail, oldest first. */
  async actions(customer: Customer): Promise<readonly string[]> {
    return (await customer.call('listAuditEntries')).map(({ action }) => action);
  }

  /** The offers that are on record under an id. */
  async offers(recommendationId: string): Promise<readonly { readonly type: string; readonly status: string }[]> {
    return await this.around.postgres.rows('recommendations', { recommendation_id: recommendationId });
  }

  /** The approvals that are on record for a recommendation. */
  async approvals(
    recommendationId: string,
  ): Promise<readonly { readonly decision: string; readonly decided_by: string }[]> {
    return await this.around.postgres.rows('approvals', { recommendation_id: recommendationId });
  }
}

/** How long a notice may take when the sentence does not say. */
export const SOON = Duration.parse('5 minutes');
