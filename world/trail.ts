import { AssertionError } from 'chai';
import type { operations } from '../contracts/generated/openapi';
import type { PlatformEvent } from '../support/drivers/event-stream';
import type { Answer } from '../support/drivers/rest';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import type { Customer } from './customer';
import { type Rollout, stepName } from './rollout';
import type { Subscriber } from './subscriber';
import type { Surroundings } from './surroundings';

type Validation = Answer<operations['getRecommendation']>['validations'][number];

const ENDS: readonly PlatformEvent['type'][] = [
  'optimization.completed',
  'optimization.rolled_back',
  'optimization.failed',
  'optimization.needs_attention',
];

const TOLD: Readonly<Record<string, string>> = {
  'optimization.step_started': 'begun',
  'optimization.step_completed': 'done',
};

/** What OptiInfra tells the customer, and what it writes down. */
export class Trail {
  constructor(private readonly around: Surroundings) {}

  /** Waits for news of a kind. @throws NotInTime naming what the customer did hear */
  async told(customer: Subscriber, type: PlatformEvent['type'], deadline: Duration): Promise<PlatformEvent> {
    const heard = await eventually(
      `${customer.name} to be told (${type})`,
      async () => customer.own.events.events,
      (events) => events.some((event) => event.type === type),
      {
        ...this.around.clock.within(deadline),
        wake: customer.own.events,
        show: showTold,
      },
    );
    const event = [...heard].reverse().find((candidate) => candidate.type === type);
    if (!event) throw new AssertionError(`${type} was heard and lost`);
    return event;
  }

  /** All that the customer was told of a change, first to last, once it was told of the end, before which it hears everything else of it. */
  async toldOf({ customer, optimizationId }: Rollout): Promise<readonly PlatformEvent[]> {
    return await eventually(
      `${customer.name} to be told how the change ended`,
      async () => customer.own.events.events.filter(({ data }) => data.optimization_id === optimizationId),
      (told) => told.some(({ type }) => ENDS.includes(type)),
      { ...this.around.clock.within(SOON), wake: customer.own.events, show: showTold },
    );
  }

  /** Steps that were undone, in the order in which the customer was told. */
  async undone(rollout: Rollout): Promise<readonly string[]> {
    const told = await this.toldOf(rollout);
    return told.filter(({ type }) => type === 'optimization.step_compensated').map(({ data }) => data.step ?? '');
  }

  /** When the customer was told that a step was undone, and then that everything was, wall milliseconds. */
  async toldUndone(rollout: Rollout, step: string): Promise<readonly number[]> {
    const told = await this.toldOf(rollout);
    const ofStep = told.filter(({ type, data }) => type === 'optimization.step_compensated' && data.step === step);
    const ofAll = told.filter(({ type }) => type === 'optimization.rolled_back');
    return [...ofStep, ...ofAll].map(({ at }) => Date.parse(at));
  }

  /** What the customer was told of steps that were begun and done, in the order in which it was told. */
  async toldOfSteps(rollout: Rollout): Promise<readonly string[]> {
    return (await this.toldOf(rollout)).flatMap(({ type, data }) => {
      const what = TOLD[type];
      return what ? [`${stepName(data.step ?? '')} ${what}`] : [];
    });
  }

  /** Actions in the customer's audit trail, oldest first. */
  async actions(customer: Customer): Promise<readonly string[]> {
    return (await customer.call('listAuditEntries')).map(({ action }) => action);
  }

  /** Those of the actions for which the audit trail has no entry, or one without a reason. */
  async unreasoned(customer: Customer, actions: readonly string[]): Promise<readonly string[]> {
    const entries = await customer.call('listAuditEntries');
    const isReasoned = ({ details }: (typeof entries)[number]) =>
      details?.reason !== undefined && details.reason !== '';
    return actions.filter((action) => {
      const found = entries.filter((entry) => entry.action === action);
      return found.length === 0 || !found.every(isReasoned);
    });
  }

  /** Waits until undoing a step has failed so many times, whichever it is. @throws NotInTime with what the audit trail tells */
  async failsToUndo(customer: Customer, times: number): Promise<void> {
    await eventually(
      `the undoing of a step of ${customer.name} to fail ${times} times`,
      () => this.actions(customer),
      (actions) => actions.filter((action) => action === 'step.compensation_failed').length >= times,
      { ...this.around.clock.within(SOON), show: (actions) => actions.join(', ') },
    );
  }

  /** The tries to undo a step by the audit trail, first to last. */
  async triesToUndo(customer: Customer, step: string): Promise<readonly ('failed' | 'done')[]> {
    const entries = await customer.call('listAuditEntries');
    return entries.flatMap(({ action, details }) => {
      if (details?.step !== step) return [];
      if (action === 'step.compensation_failed') return ['failed' as const];
      return action === 'step.compensated' ? ['done' as const] : [];
    });
  }

  /** Everything that is on record of the customer and may not change any more, one line each. @throws Error when there is nothing */
  async records(customer: Customer): Promise<readonly string[]> {
    const [offers, entries, events] = await Promise.all([
      customer.call('listRecommendations'),
      customer.call('listAuditEntries'),
      customer.call('listEvents'),
    ]);
    const measured = await Promise.all(
      MEASURED.map((metric_type) => customer.call('getMetrics', { query: { metric_type } })),
    );
    const records = [
      ...offers.map(
        ({ title, validations }) => `the offer "${title}"${validations.map(showValidation).sort().join('')}`,
      ),
      ...entries.map(({ id, action }) => `audit entry ${id}: ${action}`),
      ...events.map(({ id, message }) => `message ${id}: ${message}`),
      ...measured.flat().map(({ metric_type, timestamp, value }) => `${metric_type} ${value} at ${timestamp}`),
    ];
    if (records.length === 0) throw new AssertionError(`OptiInfra has nothing on record of ${customer.name}`);
    return records;
  }

  /** The offers that are on record under an id. */
  async offers(recommendationId: string): Promise<readonly { readonly type: string; readonly status: string }[]> {
    return await this.around.postgres.rows('recommendations', { recommendation_id: recommendationId });
  }

  /** The approvals that are on record for a recommendation. */
  async approvals(
    recommendationId: string,
  ): Promise<readonly { readonly decision: string; readonly decided_by: string; readonly reason: string | null }[]> {
    return await this.around.postgres.rows('approvals', { recommendation_id: recommendationId });
  }
}

const MEASURED = ['monthly_cost', 'quality_score', 'latency_p95'] as const;

function showTold(events: readonly PlatformEvent[]): string {
  return `told so far: ${events.map(({ type }) => type).join(', ') || 'nothing'}`;
}

function showValidation({ agent_type, reason }: Validation): string {
  return `, the ${agent_type} agent: ${reason}`;
}

/** How long a notice may take when the sentence does not say. */
export const SOON = Duration.parse('5 minutes');
