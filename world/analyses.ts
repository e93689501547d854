import { AssertionError } from 'chai';
import type { components as agents } from '../contracts/generated/agents';
import type { components, operations } from '../contracts/generated/openapi';
import type { PlatformEvent } from '../support/drivers/event-stream';
import type { Answer } from '../support/drivers/rest';
import { eventually } from '../support/eventually';
import type { Agent, AgentType } from './agent';
import { Duration } from './amounts/duration';
import { Money } from './amounts/money';
import { Percent } from './amounts/percent';
import type { Subscriber } from './subscriber';
import type { Surroundings } from './surroundings';

type Schemas = components['schemas'];
type AgentSchemas = agents['schemas'];
export type AgentTask = Answer<operations['getTask']>;

/** Analyses that a customer has asked for, in the order of the asking. */
export interface Requested {
  readonly by: Subscriber;
  readonly analyses: readonly Schemas['RoutedAnalysis'][];
}

/** One of several analyses: what, and which others it needs, or nothing. In the words of sentences. */
export interface Wish {
  readonly analysis: string;
  readonly needs?: string | undefined;
}

/** How often an agent is to be tried. */
export interface Trials {
  readonly agent: Agent;
  readonly times: number;
}

/** How long an analysis by an agent that answers at once may take, however busy the machine is. */
export const SOON = Duration.parse('5 minutes');

/** What each agent does, in the words of sentences. */
const KINDS: Readonly<Record<AgentType, string>> = {
  cost: 'cost optimization',
  performance: 'performance optimization',
  resource: 'resource optimization',
  application: 'quality assurance',
};

/** Analyses by agents, from the asking to the result. */
export class Analyses {
  constructor(private readonly around: Surroundings) {}

  /** @param limit how long an agent may take before another one is asked */
  async request(by: Subscriber, analysis: string, limit?: Duration): Promise<Requested> {
    const timeout = limit && { timeout_seconds: this.around.clock.wall(limit) / 1000 };
    const body = { customer_id: by.own.customerId, analysis_type: typeOf(analysis), ...timeout };
    return { by, analyses: asWished([await by.call('requestAnalysis', { body })], [analysis]) };
  }

  /** The same analysis several times, all at once. */
  async requestAtOnce(by: Subscriber, analysis: string, times: number): Promise<Requested> {
    const requests = Array.from({ length: times }, () => this.request(by, analysis));
    return { by, analyses: (await Promise.all(requests)).flatMap(({ analyses }) => analyses) };
  }

  async requestSeveral(
    by: Subscriber,
    wishes: readonly Wish[],
    order: 'any' | 'sequential' = 'any',
  ): Promise<Requested> {
    const analyses = wishes.map(({ analysis, needs }) => ({
      analysis_type: typeOf(analysis),
      ...(needs && needs !== 'nothing' && { depends_on: needs.split(/, | and /).map(typeOf) }),
    }));
    const answered = await by.call('requestAnalyses', { body: { customer_id: by.own.customerId, analyses, order } });
    return {
      by,
      analyses: asWished(
        answered,
        wishes.map(({ analysis }) => analysis),
      ),
    };
  }

  async requestEachKind(by: Subscriber): Promise<Requested> {
    return await this.requestSeveral(
      by,
      Object.values(KINDS).map((analysis) => ({ analysis })),
    );
  }

  /** What an agent does: one analysis at least, and one after another, each when the one before has ended, until the agent has been tried so often. @throws AssertionError when it is not */
  async askUntilTried(by: Subscriber, { agent, times }: Trials): Promise<Requested> {
    const analyses: Requested['analyses'][number][] = [];
    const begun = Date.now();
    do {
      if (this.around.clock.since(begun) > SOON)
        throw new AssertionError(
          `${agent.name} was tried ${agent.received.length} times in ${SOON}, in which ${by.name} asked for ${analyses.length} analyses, not ${times} times`,
        );
      const requested = await this.request(by, KINDS[agent.type]);
      await this.ended(requested);
      analyses.push(...requested.analyses);
    } while (agent.received.length < times);
    return { by, analyses };
  }

  async callOff({ by, analyses }: Requested): Promise<void> {
    await Promise.all(analyses.map(({ task_id }) => by.call('cancelTask', { path: { task_id } })));
  }

  /** Waits until each has ended, however that was; in the order of the asking. */
  async ended(requested: Requested, deadline: Duration = SOON): Promise<readonly AgentTask[]> {
    const what = `the analyses of ${requested.by.name} to end`;
    return await this.#until(requested, what, ({ status }) => status !== 'queued' && status !== 'running', deadline);
  }

  /** The one that was asked for, once it has ended. */
  async outcome(requested: Requested): Promise<AgentTask> {
    const [task, ...others] = await this.ended(requested);
    if (!task || others.length > 0) throw new Error(`${others.length + 1} analyses were asked for, not one`);
    return task;
  }

  async waitsForAgent(requested: Requested): Promise<void> {
    await this.#until(requested, 'the analysis to wait for an agent', (task) => task.waits_for_agent, SOON);
  }

  /**
   * Waits until the customer has heard of as many completed analyses as it asked for, and all that is on record of them.
   * @returns ids of the tasks that were asked for, and of those that the customer was told to be completed, each as often as it was told; sorted
   */
  async toldCompleted(
    requested: Requested,
  ): Promise<{ readonly asked: readonly string[]; readonly told: readonly string[] }> {
    const { by, analyses } = requested;
    await this.ended(requested);
    const { heard } = await eventually(
      `${by.name} to be told of each analysis that it is completed`,
      async () => ({ onRecord: completedIn(await by.call('listEvents')), heard: completedIn(by.own.events.events) }),
      ({ onRecord, heard }) => heard.length >= Math.max(analyses.length, onRecord.length),
      { ...this.around.clock.within(SOON), wake: by.own.events },
    );
    return { asked: analyses.map(({ task_id }) => task_id).sort(), told: heard };
  }

  async spendFound(requested: Requested): Promise<Money> {
    const { monthly_cost } = await this.#resultOf<AgentSchemas['AnalyzeCostOutput']>(requested, 'analyze_cost');
    return Money.ofDollars(monthly_cost);
  }

  /** Over all of the customer's deployments. @throws Error when none of them was found to answer */
  async qualityFound(requested: Requested): Promise<Percent> {
    const { deployments } = await this.#resultOf<AgentSchemas['AnalyzeQualityOutput']>(requested, 'analyze_quality');
    if (deployments.length === 0) throw new AssertionError('No deployment was found to answer');
    return Percent.ofShare(Math.min(...deployments.map(({ quality }) => quality)));
  }

  async #resultOf<Output>(requested: Requested, type: AgentTask['task_type']): Promise<Output> {
    const tasks = await this.ended(requested);
    const task = tasks.find(({ task_type }) => task_type === type);
    if (!task?.result) throw new AssertionError(`There is no result of ${type}: ${tasks.map(showTask).join('; ')}`);
    return task.result as Output;
  }

  async #until(
    { by, analyses }: Requested,
    what: string,
    until: (task: AgentTask) => boolean,
    deadline: Duration,
  ): Promise<readonly AgentTask[]> {
    return await eventually(
      what,
      () => Promise.all(analyses.map(({ task_id }) => by.call('getTask', { path: { task_id } }))),
      (tasks) => tasks.every(until),
      {
        ...this.around.clock.within(deadline),
        wake: by.own.events,
        show: (tasks) => tasks.map(showTask).join('; '),
      },
    );
  }
}

/** Ids of the tasks of which is told that they are completed, each as often as it is told; sorted. */
function completedIn(events: readonly Pick<PlatformEvent, 'type' | 'data'>[]): readonly string[] {
  const completed = events.filter(({ type }) => type === 'task.completed');
  return completed.map(({ data }) => data.task_id ?? '').sort();
}

/** In a failure. */
export function showTask({ task_type, status, attempts, error }: AgentTask): string {
  const tries = attempts.map(({ outcome, problem }) => `${outcome ?? 'in work'}${problem ? ` (${problem})` : ''}`);
  return `${task_type} ${status}${error ? ` because ${error}` : ''}, tries: ${tries.join(', ') || 'none'}`;
}

/** What was queued. @throws AssertionError unless it is what was wished for, in this order: of nothing, everything could be said */
export function asWished(answered: Requested['analyses'], wishes: readonly string[]): Requested['analyses'] {
  if (wishes.length === 0) throw new Error('A scenario must ask for one analysis at least');
  const wished = wishes.map(typeOf).join(', ');
  const queued = answered.map(({ analysis_type }) => analysis_type).join(', ');
  if (queued === wished) return answered;
  throw new AssertionError(`Asked for ${wished}, but what was queued is ${queued || 'nothing'}`);
}

function typeOf(analysis: string): Schemas['AnalysisType'] {
  return analysis.replace(' ', '_') as Schemas['AnalysisType'];
}
