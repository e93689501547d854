import { Contract, ContractBreach } from '../contract';
import { type Nonsense, nonsense, OUTPUTS, outputOf, type ScriptedTask, type Task } from './answers';
import { type AgentAnswer, type AgentRequest, type Front, openFront, openFrontProcess } from './front';

/** How an agent answers a task. */
export type Behaviour =
  | { readonly kind: 'well' }
  /** Says that it failed, and whether another try may help. */
  | { readonly kind: 'failing'; readonly forGood?: boolean }
  | { readonly kind: 'nonsense'; readonly how: Nonsense }
  /** Takes the task and never answers. */
  | { readonly kind: 'silent' }
  /** Answers each task well as soon as what this gives for it resolves. */
  | { readonly kind: 'waiting'; readonly until: () => Promise<void> }
  /** Its connections break; what came is kept, because the tries of the other side are what a scenario wants to see. */
  | { readonly kind: 'cut off' };

/** A task as it arrived. Times are wall milliseconds. */
export interface ReceivedTask {
  readonly task: Task;
  readonly at: number;
  /** When it was answered, in whatever way. */
  answeredAt: number | undefined;
  /** When the agent was told that nobody waits for it any more. */
  cancelledAt: number | undefined;
}

export interface ScriptedAgentOptions {
  readonly name: string;
  readonly agentKey: string;
  /** Whether it is a process of its own that can be killed. */
  readonly ownProcess?: boolean;
  /** Called when something was received or answered. */
  readonly onChange?: () => void;
}

/**
 * A small agent whose behaviour is scripted. It speaks contracts/agents.yaml, checks by the suite's own validator what it is sent and what it
 * answers well, and keeps every task with its times.
 */
export class ScriptedAgent {
  readonly #received: ReceivedTask[] = [];
  readonly #contract = new Contract('agents.yaml');
  #behaviour: Behaviour = { kind: 'well' };
  #next: Behaviour[] = [];
  #breach: unknown;
  #front: Front | undefined;

  private constructor(private readonly options: ScriptedAgentOptions) {}

  static async start(options: ScriptedAgentOptions): Promise<ScriptedAgent> {
    const agent = new ScriptedAgent(options);
    const open = options.ownProcess ? openFrontProcess : openFront;
    agent.#front = await open((request) => agent.#answer(request));
    return agent;
  }

  get url(): string {
    if (!this.#front) throw new Error(`${this.options.name} does not listen`);
    return this.#front.url;
  }

  /** Tasks in the order of their arrival. @throws ContractBreach when one of them was not what the contract declares */
  get received(): readonly ReceivedTask[] {
    if (this.#breach) throw this.#breach;
    return this.#received;
  }

  /** From now on. @param times for so many tasks only, before those that were said earlier hold again */
  behave(behaviour: Behaviour, times?: number): void {
    if (times === undefined) this.#behaviour = behaviour;
    else this.#next = Array.from({ length: times }, () => behaviour);
  }

  /** SIGKILL, where it has a process of its own. */
  async crash(): Promise<void> {
    await this.#front?.kill();
  }

  /** @throws ContractBreach when it was sent what the contract does not declare, whether somebody has looked or not */
  async stop(): Promise<void> {
    await this.#front?.close();
    if (this.#breach) throw this.#breach;
  }

  async #answer(request: AgentRequest): Promise<AgentAnswer | 'cut'> {
    try {
      const { method, path } = request;
      if (request.key !== this.options.agentKey)
        throw new ContractBreach(this.#where(request), 'the agent key is missing');
      if (method === 'POST' && path === '/tasks') return await this.#run(this.#taskIn(request));
      if (this.#behaviour.kind === 'cut off') return 'cut';
      if (method === 'GET' && path === '/health') return json(200, { status: 'ok', service: this.options.name });
      if (method === 'DELETE' && CANCELLED.test(path)) return this.#cancel(path);
      throw new ContractBreach(this.#where(request), 'contracts/agents.yaml has no such operation');
    } catch (error) {
      this.#breach ??= error;
      return json(400, { title: 'Bad request', status: 400, detail: String(error) });
    }
  }

  async #run(task: Task): Promise<AgentAnswer | 'cut'> {
    const behaviour = this.#next.shift() ?? this.#behaviour;
    const kept = this.#keep(task);
    if (behaviour.kind === 'silent') return new Promise(() => {});
    if (behaviour.kind === 'cut off') return 'cut';
    if (behaviour.kind === 'waiting') await behaviour.until();
    const answer = this.#answerTo(task, behaviour);
    kept.answeredAt = Date.now();
    this.options.onChange?.();
    return answer;
  }

  #answerTo(task: Task, behaviour: Behaviour): AgentAnswer {
    const type = task.task_type as ScriptedTask;
    const output = outputOf(type, this.options.name);
    if (behaviour.kind === 'nonsense') return nonsense(behaviour.how, task, output);
    const result =
      behaviour.kind === 'failing'
        ? { status: 'failed', error: { ...FAILURE, retryable: behaviour.forGood !== true } }
        : { status: 'completed', output };
    this.#contract.checkSchema(OUTPUTS[type], `The output of ${this.options.name}`, output);
    this.#contract.checkAnswer('runTask', 200, 'application/json', { task_id: task.task_id, ...result });
    return json(200, { task_id: task.task_id, ...result });
  }

  #keep(task: Task): ReceivedTask {
    const kept = { task, at: Date.now(), answeredAt: undefined, cancelledAt: undefined };
    this.#received.push(kept);
    this.options.onChange?.();
    return kept;
  }

  #cancel(path: string): AgentAnswer {
    for (const kept of this.#received) {
      if (path === `/tasks/${kept.task.task_id}`) kept.cancelledAt = Date.now();
    }
    this.options.onChange?.();
    return { status: 204, body: '' };
  }

  #taskIn(request: AgentRequest): Task {
    const where = this.#where(request);
    const task = JSON.parse(request.body) as Task;
    this.#contract.checkSchema('Task', where, task);
    if (!(task.task_type in OUTPUTS)) throw new ContractBreach(where, `this agent does not do ${task.task_type}`);
    return task;
  }

  #where({ method, path }: AgentRequest): string {
    return `${method} ${path} at ${this.options.name}`;
  }
}

/** A task that nobody waits for any more. It may be one that has never arrived. */
const CANCELLED = /^\/tasks\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What a failing agent says. */
export const FAILURE = { code: 'cloud_unreachable', message: 'The cloud does not answer' } as const;

function json(status: number, body: object): AgentAnswer {
  return { status, body: JSON.stringify(body) };
}
