import { sql } from 'kysely';
import type { Deployment } from '../../shared/gateway.ts';
import type { TaskRouter } from '../agents/router.ts';
import type { TaskOutput, TaskParameters, TaskType } from '../agents/tasks.ts';
import type { RolloutWindows } from '../config.ts';
import type { Stores } from '../database/change.ts';
import { readDeployments } from '../infrastructure/infrastructure.ts';
import { namedUuid } from '../named-uuid.ts';
import { type Command, runCommand } from '../runtime-link/commands.ts';
import { StepFailure } from './failures.ts';
import { type Rollout, type RolloutState, rolloutStateSchema } from './rollout-state.ts';

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
}

export interface ExecutionIdentity {
  readonly optimizationId: string;
  readonly customerId: string;
  readonly instanceIds: readonly string[];
  /** Names the step, or the compensation of a step; part of every id that must be the same when the work is done again after a crash. */
  readonly work: string;
}

/** What a step works with: the optimization's state, the agents, and the customer's runtime. */
export class Execution {
  readonly identity: ExecutionIdentity;
  readonly settings: EngineSettings;
  readonly #stores: Stores;
  readonly #router: TaskRouter;
  #state: RolloutState;

  constructor(dependencies: EngineDependencies, identity: ExecutionIdentity, state: object) {
    this.identity = identity;
    this.settings = dependencies.settings;
    this.#stores = dependencies.stores;
    this.#router = dependencies.router;
    this.#state = rolloutStateSchema.parse(state);
  }

  get state(): RolloutState {
    return this.#state;
  }

  /** @throws StepFailure when the rollout is not prepared */
  get rollout(): Rollout {
    if (this.#state.rollout === undefined) throw new StepFailure('step_failed', 'The rollout has not been prepared');
    return this.#state.rollout;
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
    options: { readonly limitSeconds?: number; readonly signal?: AbortSignal } = {},
  ): Promise<Deployment> {
    const { optimizationId, customerId, work } = this.identity;
    await runCommand(this.#stores, {
      customerId,
      key: `${optimizationId}:${work}:${command.action}`,
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

  deployments(): Promise<readonly Deployment[]> {
    return readDeployments(this.#stores.db, this.identity.customerId);
  }
}
