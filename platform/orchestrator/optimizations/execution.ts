import { sql } from 'kysely';
import type { Deployment } from '../../shared/gateway.ts';
import type { TaskRouter } from '../agents/router.ts';
import type { TaskOutput, TaskParameters, TaskType } from '../agents/tasks.ts';
import type { RolloutWindows } from '../config.ts';
import { readPreferences } from '../customers/preferences.ts';
import type { Reader, Stores } from '../database/change.ts';
import { readDeployments } from '../infrastructure/infrastructure.ts';
import { namedUuid } from '../named-uuid.ts';
import { plannedByOffers } from '../recommendations/planned.ts';
import { type Command, runCommand } from '../runtime-link/commands.ts';
import { waitUntil } from '../stores/wait-until.ts';
import { channels } from '../stores/wakeups.ts';
import { StepFailure } from './failures.ts';
import type { StageName } from './plan.ts';
import type { OptimizationType } from './plans.ts';
import type { OptimizationRecord } from './records.ts';
import {
  type Move,
  type Reconfiguration,
  type Replacement,
  type Rollout,
  type RolloutState,
  rolloutStateSchema,
} from './rollout-state.ts';
import { type Subject, subjectOf } from './subject.ts';

export interface EngineDependencies {
  readonly stores: Stores;
  readonly router: TaskRouter;
  readonly settings: EngineSettings;
}

/** All in seconds. */
export interface EngineSettings {
  readonly windows: RolloutWindows;
  readonly guardInterval: number;
  /** How long machines and engines may take to be ready. */
  readonly replicaReady: number;
  /** How long the customer's runtime may take for anything else. */
  readonly command: number;
  readonly compensation: {
    /** Tries after the first. */
    readonly retries: number;
    /** The wait before the second try; it doubles with each further one. */
    readonly retrySeconds: number;
  };
}

export interface ExecutionIdentity {
  readonly optimizationId: string;
  readonly customerId: string;
  readonly type: OptimizationType;
  /** Names the step, or the compensation of a step; part of every id that must be the same when the work is done again after a crash. */
  readonly work: string;
}

/** What a step works with: the optimization's state, the agents, and the customer's runtime. */
export class Execution {
  readonly identity: ExecutionIdentity;
  readonly subject: Subject;
  readonly settings: EngineSettings;
  readonly #stores: Stores;
  readonly #router: TaskRouter;
  #state: RolloutState;

  /** @param work names the step, or the compensation of a step, that is to be done */
  constructor(dependencies: EngineDependencies, optimization: OptimizationRecord, work: string) {
    const { id, customer_id, type } = optimization;
    this.identity = { optimizationId: id, customerId: customer_id, type, work };
    this.subject = subjectOf(optimization);
    this.settings = dependencies.settings;
    this.#stores = dependencies.stores;
    this.#router = dependencies.router;
    this.#state = rolloutStateSchema.parse(optimization.state);
  }

  get state(): RolloutState {
    return this.#state;
  }

  /** @throws StepFailure when the rollout is not prepared */
  get rollout(): Rollout {
    if (this.#state.rollout === undefined) throw new StepFailure('step_failed', 'The rollout has not been prepared');
    return this.#state.rollout;
  }

  /** @throws StepFailure when no replacement of machines is prepared */
  get replacement(): Replacement {
    if (this.rollout.kind === 'replacement') return this.rollout;
    throw new StepFailure('step_failed', 'No replacement of machines has been prepared');
  }

  /** @throws StepFailure when no change of settings is prepared */
  get reconfiguration(): Reconfiguration {
    if (this.rollout.kind === 'reconfiguration') return this.rollout;
    throw new StepFailure('step_failed', 'No change of settings has been prepared');
  }

  /** @throws StepFailure when no move of batch work is prepared */
  get move(): Move {
    if (this.#state.move === undefined) throw new StepFailure('step_failed', 'The move has not been prepared');
    return this.#state.move;
  }

  /** Keeps a part of the state, at once. */
  async save(part: Partial<RolloutState>): Promise<void> {
    this.#state = { ...this.#state, ...part };
    await this.#stores.db
      .updateTable('optimizations')
      .set({ state: sql`state || ${JSON.stringify(part)}::jsonb` })
      .where('id', '=', this.identity.optimizationId)
      .execute();
  }

  /** Has an agent do what may be done any number of times. */
  ask<T extends TaskType>(type: T, parameters: TaskParameters[T]): Promise<TaskOutput<T>> {
    return this.#router.run(type, { customerId: this.identity.customerId, parameters });
  }

  /** Has an agent do what must not be done twice. */
  once<T extends TaskType>(type: T, parameters: TaskParameters[T]): Promise<TaskOutput<T>> {
    const { optimizationId, customerId, work } = this.identity;
    return this.#router.run(type, { customerId, parameters, taskId: namedUuid(optimizationId, work, type) });
  }

  /** Has the customer's runtime carry out a command on the deployment, and answers the deployment as it is then. */
  async command(
    command: Omit<Command, 'kind' | 'command_id' | 'deployment'>,
    options: CommandOptions = {},
  ): Promise<Deployment> {
    const { optimizationId, customerId, work } = this.identity;
    await runCommand(this.#stores, {
      customerId,
      key: [optimizationId, work, command.action, ...(options.part === undefined ? [] : [options.part])].join(':'),
      command: { ...command, deployment: this.rollout.deployment },
      limitSeconds: options.limitSeconds ?? this.settings.command,
      signal: options.signal,
    });
    return this.deployment();
  }

  /** The deployment as the runtime told last. @throws StepFailure when the runtime no longer knows it */
  async deployment(): Promise<Deployment> {
    const found = (await this.deployments()).find(({ name }) => name === this.rollout.deployment);
    if (found !== undefined) return found;
    throw new StepFailure('step_failed', `Your runtime no longer knows the deployment ${this.rollout.deployment}`);
  }

  /** The machines that waiting offers would end. */
  plannedByOthers(): Promise<readonly string[]> {
    return plannedByOffers(this.#stores.db, this.identity.customerId);
  }

  deployments(): Promise<readonly Deployment[]> {
    return readDeployments(this.#stores.db, this.identity.customerId);
  }

  /** Seconds for which a stage is watched: as the customer prefers, else as is usual for the stage. */
  async observation(stage: StageName): Promise<number> {
    const { observation_seconds } = await readPreferences(this.#stores.db, this.identity.customerId);
    return observation_seconds ?? this.settings.windows[stage];
  }

  /** Waits for the customer to cancel, at most `limitSeconds`; answers whether it has happened. @throws the signal's reason when it is aborted */
  async isCancelled(limitSeconds: number, signal: AbortSignal): Promise<boolean> {
    const { optimizationId } = this.identity;
    const requested = await waitUntil(this.#stores.wakeups, {
      channel: channels.cancellation(optimizationId),
      probe: () => readCancellation(this.#stores.db, optimizationId),
      limitSeconds,
      signal,
    });
    return requested !== undefined;
  }
}

interface CommandOptions {
  readonly limitSeconds?: number;
  readonly signal?: AbortSignal;
  /** Tells commands of the same action apart where a step gives several. */
  readonly part?: string;
}

async function readCancellation(db: Reader, optimizationId: string): Promise<Date | undefined> {
  const row = await db
    .selectFrom('optimizations')
    .select('cancel_requested_at')
    .where('id', '=', optimizationId)
    .executeTakeFirst();
  return row?.cancel_requested_at ?? undefined;
}
