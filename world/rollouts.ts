import { AssertionError } from 'chai';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import { Percent } from './amounts/percent';
import type { Customer } from './customer';
import type { Offer } from './offers';
import type { Quality } from './quality';
import { type Optimization, Rollout, showProgress, stepName } from './rollout';
import { RolloutDiary, type StageLook } from './rollout-diary';
import type { Serving } from './serving';
import type { Surroundings } from './surroundings';

const ENDED: readonly Optimization['status'][] = ['completed', 'failed', 'rolled_back', 'needs_attention'];
export type Measurements = NonNullable<Optimization['execution_steps'][number]['measurements']>;

/** What gets the new machine for batch work that moves. */
const NEW_MACHINE: readonly string[] = ['create_placed_instances', 'create_batch_spot_instances'];

/** After so long a change should have been completed, or its undoing have begun. */
const UNDOING_BEGINS = Duration.parse('10 minutes');

/** Brought about by every rollout on its way. */
const HALF: readonly string[] = ['scale_to_50_percent', 'reconfigure_50_percent'];

/** Stages of every rollout: the first replica, half of the load, all of it. */
const STAGES = 3;

/** Changes from the customer's approval to their end. */
export class Rollouts {
  /** All that this scenario has approved, in this order. */
  readonly followed: Rollout[] = [];

  constructor(
    private readonly around: Surroundings,
    private readonly eyes: { readonly serving: Serving; readonly quality: Quality },
  ) {}

  /** The customer approves; from here on the rollout is followed from outside. @throws Refusal when it may not be approved */
  async approve(customer: Customer, offer: Offer): Promise<Rollout> {
    const diary = await RolloutDiary.begin(customer, this.eyes);
    this.around.ledger.owe('diary of the rollout', () => diary.close());
    const { optimization_id } = await customer.call('approveRecommendation', { path: { recommendation_id: offer.id } });
    const rollout = new Rollout(optimization_id, customer, diary);
    this.followed.push(rollout);
    return rollout;
  }

  /** The customer calls the change off. @throws Refusal when it is too late for that */
  async callOff({ customer, optimizationId }: Rollout): Promise<void> {
    await customer.call('cancelOptimization', { path: { optimization_id: optimizationId } });
  }

  /** Waits for the end, whichever it is. @param since wall time of the act from which the deadline counts */
  async ended(rollout: Rollout, deadline: Duration, since: number): Promise<Optimization> {
    const { customer, diary } = rollout;
    const optimization = await eventually(
      `the change of ${customer.name} to end`,
      () => rollout.optimization(),
      ({ status }) => ENDED.includes(status),
      {
        ...this.around.clock.within(deadline),
        since,
        wake: customer.own.events,
        show: showProgress,
      },
    );
    await diary.close();
    return optimization;
  }

  /** Waits until a step is done. @throws AssertionError when the change ends before, and NotInTime, with what became of every step */
  async reaches(rollout: Rollout, step: string, deadline = Duration.parse('10 minutes')): Promise<void> {
    const seen = await eventually(
      `the step "${stepName(step)}" to be completed`,
      () => rollout.optimization(),
      (optimization) => isDone(step, optimization) || ENDED.includes(optimization.status),
      {
        ...this.around.clock.within(deadline),
        wake: rollout.customer.own.events,
        show: showProgress,
      },
    );
    if (!isDone(step, seen))
      throw new AssertionError(
        `The change ended before the step "${stepName(step)}" was completed: ${showProgress(seen)}`,
      );
  }

  /** Waits until what was done is being undone. @throws NotInTime, with what became of every step */
  async beginsUndoing(rollout: Rollout, deadline = UNDOING_BEGINS, since = Date.now()): Promise<void> {
    await eventually(
      'the change to be undone',
      () => rollout.optimization(),
      ({ status }) => status === 'rolling_back' || ENDED.includes(status),
      {
        ...this.around.clock.within(deadline),
        since,
        wake: rollout.customer.own.events,
        show: showProgress,
      },
    );
  }

  /**
   * Waits for the end of an undoing, whichever it is. It has to begin in the time in which the change should have been completed, and has
   * the deadline to itself. @param since wall time of the act that began the change, or stopped it
   */
  async undone(rollout: Rollout, deadline: Duration, since: number): Promise<Optimization> {
    await this.beginsUndoing(rollout, UNDOING_BEGINS, since);
    return await this.ended(rollout, deadline, Date.now());
  }

  /** Waits until half of the load has moved, or half of the replicas have restarted. @throws Error where a change has no such step */
  async reachesHalf(rollout: Rollout): Promise<void> {
    await this.#reachesAny(rollout, HALF, 'goes to all replicas at once, never to half of them');
  }

  /** Waits until the machine runs to which batch work is to move. @throws Error where a change has no such step */
  async reachesNewMachine(rollout: Rollout): Promise<void> {
    await this.#reachesAny(rollout, NEW_MACHINE, 'moves no batch work to a new machine');
  }

  /** @param otherwise what a change does that has none of the steps */
  async #reachesAny(rollout: Rollout, steps: readonly string[], otherwise: string): Promise<void> {
    const { execution_steps } = await rollout.optimization();
    const step = execution_steps.find(({ name }) => steps.includes(name));
    if (!step) throw new Error(`The change of ${rollout.customer.name} ${otherwise}`);
    await this.reaches(rollout, step.name);
  }

  /** The agents that recommended the change, looked at it, or did one of its steps; sorted. */
  async participants(rollout: Rollout, offer: Offer): Promise<readonly string[]> {
    const { execution_steps } = await rollout.optimization();
    const done = execution_steps.filter(({ status }) => status === 'completed').map(({ agent_type }) => agent_type);
    const looked = offer.validations.map(({ agent_type }) => agent_type);
    const agents = new Set<string>([offer.agent_type, ...looked, ...done]);
    agents.delete('orchestrator');
    return [...agents].sort();
  }

  /** What OptiInfra measured in a stage. @throws Error when the stage has no measurements */
  async measured(rollout: Rollout, step: string): Promise<Measurements> {
    const { execution_steps } = await rollout.optimization();
    const measurements = execution_steps.find(({ name }) => name === step)?.measurements;
    if (!measurements) throw new AssertionError(`OptiInfra tells nothing that it measured in ${step}`);
    return measurements;
  }

  /** Names of the customer's machines that no longer ran when a step began. @throws Error when nobody saw that step begin */
  endedBefore({ customer, diary }: Rollout, step: string): readonly string[] {
    const looks = diary.machines.filter((look) => look.step === step);
    if (looks.length === 0)
      throw new AssertionError(
        `Nobody saw the step ${step} begin, only ${diary.machines.map((look) => look.step).join(', ') || 'none'}`,
      );
    return [...customer.own.machines]
      .filter(([, id]) => looks.some(({ running }) => !running.includes(id)))
      .map(([name]) => name);
  }

  /** The worst quality of any stage, relative to before. @throws Error unless every stage was looked at */
  leastQuality({ diary }: Rollout): Percent {
    const least = Math.min(...stagesOf(diary).map(({ right }) => right.share));
    return Percent.ofShare(least / diary.before.right.share);
  }

  /** By how much the P95 of the moved replicas was worse than before at the worst stage. */
  mostDelay({ diary }: Rollout): Percent {
    const most = Math.max(...stagesOf(diary).map(({ latency }) => latency));
    return Percent.ofShare(most / diary.before.latency - 1);
  }
}

function isDone(step: string, { execution_steps }: Optimization): boolean {
  return execution_steps.some(({ name, status }) => name === step && status === 'completed');
}

function stagesOf(diary: RolloutDiary): readonly StageLook[] {
  if (diary.stages.length >= STAGES) return diary.stages;
  throw new AssertionError(
    `${STAGES} stages should have been validated, but only ${diary.stages.length} were seen (${diary.stages.map(({ step }) => step).join(', ')})`,
  );
}
