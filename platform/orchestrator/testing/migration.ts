import { randomBytes } from 'node:crypto';
import type { components } from '../../../contracts/generated/openapi.ts';
import { createLogger } from '../../shared/logger.ts';
import { TaskRouter } from '../agents/router.ts';
import { Cipher } from '../auth/cipher.ts';
import { advanceResolution } from '../conflicts/advance.ts';
import { tellAgent } from '../conflicts/tell-agent.ts';
import { signUp } from '../customers/customers.ts';
import { type Event, eventsAfter } from '../events/events.ts';
import { customerContext } from '../infrastructure/context.ts';
import { compensateStep } from '../optimizations/compensate-step.ts';
import { concludeRollback } from '../optimizations/conclude-rollback.ts';
import type { EngineDependencies } from '../optimizations/execution.ts';
import { finishOptimization } from '../optimizations/finish.ts';
import { describeOptimization, findOptimization } from '../optimizations/optimizations.ts';
import { recordOutcome } from '../optimizations/record-outcome.ts';
import { runStep } from '../optimizations/run-step.ts';
import { type Jobs, type RunningWorker, startWorker } from '../queue/worker.ts';
import { waitUntil } from '../stores/wait-until.ts';
import { channels } from '../stores/wakeups.ts';
import { makeRecommendation, type RecommendationChange } from './customer.ts';
import type { TestDatabase } from './database.ts';
import { doingNothing } from './jobs.ts';
import { type Script, type ScriptedAgents, startAgents } from './scripted-agents.ts';
import { ScriptedCloud } from './scripted-cloud.ts';
import { type FleetShape, ScriptedFleet } from './scripted-fleet.ts';

type Optimization = components['schemas']['Optimization'];

/** A customer whose four machines serve, with a recommendation, agreed to by both agents, to replace the first three. */
export interface TestMigration {
  readonly customerId: string;
  readonly recommendationId: string;
  readonly agents: ScriptedAgents;
  readonly cloud: ScriptedCloud;
  readonly fleet: ScriptedFleet;
  /** Gives tasks to the scripted agents. */
  readonly router: TaskRouter;
  /** A worker of the queue, as each orchestrator has one. */
  startWorker(): Promise<RunningWorker>;
  /** The optimization when it has ended. */
  ended(optimizationId: string): Promise<Optimization>;
  events(): Promise<readonly Event[]>;
  stop(): Promise<void>;
}

const logger = createLogger('test', 'silent');

export interface Circumstances {
  /** Replaces answers of the agents, who are satisfied without it. */
  readonly script?: Script;
  /** What the recommendation says instead. */
  readonly recommendation?: RecommendationChange;
  /** How long each window is, in seconds. */
  readonly windowSeconds?: number;
  readonly fleet?: FleetShape;
}

export async function prepareMigration(
  database: TestDatabase,
  { script = {}, recommendation = {}, windowSeconds = 0.05, fleet: shape = {} }: Circumstances = {},
): Promise<TestMigration> {
  const { db, pool, stores } = database;
  const email = `${randomBytes(6).toString('hex')}@example.com`;
  const customerId = await signUp(db, { email, company_name: 'Acme', password: 'a long password', plan: 'pro' });
  const cloud = new ScriptedCloud(['old-1', 'old-2', 'old-3', 'old-4']);
  const fleet = new ScriptedFleet({ stores, customerId, machines: [...cloud.running], ...shape });
  const recommendationId = await makeRecommendation(db, {
    customerId,
    deployment: fleet.deployment,
    change: recommendation,
  });
  const agents = await startAgents(stores, { ...cloud.script(), ...script });
  const engine = engineOf(database, windowSeconds);
  return {
    customerId,
    recommendationId,
    agents,
    cloud,
    fleet,
    router: engine.router,
    startWorker: () =>
      startWorker({
        pool,
        db,
        jobs: jobsOf(engine),
        concurrency: 2,
        leaseSeconds: 10,
        logger,
        observe: () => () => undefined,
      }),
    ended: async (optimizationId) => {
      const optimization = await waitUntil(stores.wakeups, {
        channel: channels.events(customerId),
        probe: async () => {
          const row = await findOptimization(db, optimizationId);
          return row.completed_at === null ? undefined : describeOptimization(db, row);
        },
        limitSeconds: 30,
      });
      if (optimization === undefined) throw new Error('The optimization did not end within 30 s');
      return optimization;
    },
    events: () => eventsAfter(db, customerId, { after: 0, limit: 1000 }),
    stop: async () => {
      fleet.stop();
      await agents.stop();
    },
  };
}

function engineOf({ db, stores }: TestDatabase, windowSeconds: number): EngineDependencies {
  const cipher = new Cipher(randomBytes(32));
  const router = new TaskRouter({
    stores,
    contextOf: (customerId) => customerContext(db, cipher, customerId),
    agentKey: 'the agent key of the test',
    timeoutSeconds: 5,
    longTimeoutSeconds: 5,
    retries: 0,
    retrySeconds: 0.01,
    circuit: { failures: 3, pauseSeconds: 1 },
    logger,
  });
  const windows = { canary: windowSeconds, half: windowSeconds, full: windowSeconds };
  const compensation = { retries: 2, retrySeconds: 0.01 };
  return { stores, router, settings: { windows, guardInterval: 0.01, replicaReady: 5, command: 5, compensation } };
}

/** The engine's jobs; the others do nothing. */
function jobsOf(engine: EngineDependencies): Jobs {
  return doingNothing({
    run_step: runStep(engine),
    compensate_step: compensateStep(engine),
    finish_optimization: finishOptimization(engine),
    conclude_rollback: concludeRollback(engine),
    advance_resolution: advanceResolution(engine),
    tell_agent: tellAgent(engine),
    record_outcome: recordOutcome(engine),
  });
}
