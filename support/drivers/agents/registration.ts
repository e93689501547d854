import type { components, operations } from '../../../contracts/generated/openapi';
import { ServerFault } from '../contract';
import { type Answer, type RestDriver, Unreachable } from '../rest';

type Schemas = components['schemas'];

export interface RegistrationOptions {
  readonly api: Pick<RestDriver, 'call'>;
  readonly agentKey: string;
  readonly form: Schemas['Registration'];
}

const IDLE: Schemas['Heartbeat'] = { status: 'active', current_tasks: 0, load: 0 };

/** What an agent tells the orchestrator of itself: that it is there, that it is still there, that it goes. */
export class AgentRegistration {
  #agentId: string | undefined;
  #intervalSeconds = 0;
  #lastBeatAt = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Also while a heartbeat is under way, after which the next one would be due. */
  #isSilent = true;
  #failure: unknown;

  constructor(private readonly options: RegistrationOptions) {}

  get agentId(): string {
    if (!this.#agentId) throw new Error(`${this.options.form.hostname} has not registered`);
    return this.#agentId;
  }

  /** Between two heartbeats, in wall milliseconds, as the orchestrator wants it. */
  get interval(): number {
    return this.#intervalSeconds * 1000;
  }

  /** When the last heartbeat was sent off, or the registration. Wall milliseconds. */
  get lastBeatAt(): number {
    return this.#lastBeatAt;
  }

  /** Registers and sends heartbeats from then on. @returns the id that it got */
  async register(changes: Partial<Schemas['Registration']> = {}): Promise<string> {
    this.#lastBeatAt = Date.now();
    const body = { ...this.options.form, ...changes };
    const answer = await this.#call<Answer<operations['registerAgent']>>('registerAgent', { body });
    this.#agentId = answer.agent_id;
    this.#intervalSeconds = answer.heartbeat_interval_seconds;
    this.#isSilent = false;
    this.#schedule();
    return answer.agent_id;
  }

  /** One heartbeat now, the others after it in their interval, whether this one arrives or not. */
  async beat(heartbeat: Schemas['Heartbeat'] = IDLE): Promise<void> {
    this.#isSilent = false;
    await this.#send(heartbeat);
  }

  fallSilent(): void {
    this.#isSilent = true;
    clearTimeout(this.#timer);
  }

  /** @throws what a heartbeat in between has failed with, unless it was not heard and a later one was */
  async deregister(): Promise<void> {
    this.fallSilent();
    await this.#call('deregisterAgent', { path: { agent_id: this.agentId } });
    if (this.#failure) throw this.#failure;
  }

  async #send(heartbeat: Schemas['Heartbeat']): Promise<void> {
    this.#lastBeatAt = Date.now();
    try {
      await this.#call('recordHeartbeat', { path: { agent_id: this.agentId }, body: heartbeat });
      if (isUnheard(this.#failure)) this.#failure = undefined;
    } finally {
      this.#schedule();
    }
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#isSilent) return;
    this.#timer = setTimeout(
      () => void this.#send(IDLE).catch((error: unknown) => (this.#failure ??= error)),
      this.interval,
    );
  }

  async #call<Body>(operation: string, call: { readonly path?: Record<string, string>; readonly body?: unknown }) {
    const headers = { 'x-agent-key': this.options.agentKey };
    return await this.options.api.call<Body>(operation, { ...call, headers });
  }
}

/** Nobody was there: the line broke, or whoever stands before the orchestrators says that none has answered (502). */
function isUnheard(failure: unknown): boolean {
  return failure instanceof Unreachable || (failure instanceof ServerFault && failure.status === 502);
}
