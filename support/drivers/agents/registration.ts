import type { components, operations } from '../../../contracts/generated/openapi';
import type { Answer, RestDriver } from '../rest';

type Schemas = components['schemas'];

export interface RegistrationOptions {
  readonly api: RestDriver;
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
    this.#schedule();
    return answer.agent_id;
  }

  /** One heartbeat now, the others after it in their interval. @throws what an earlier one has failed with */
  async beat(heartbeat: Schemas['Heartbeat'] = IDLE): Promise<void> {
    if (this.#failure) throw this.#failure;
    this.#lastBeatAt = Date.now();
    await this.#call('recordHeartbeat', { path: { agent_id: this.agentId }, body: heartbeat });
    this.#schedule();
  }

  fallSilent(): void {
    clearTimeout(this.#timer);
  }

  async deregister(): Promise<void> {
    this.fallSilent();
    await this.#call('deregisterAgent', { path: { agent_id: this.agentId } });
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => void this.beat().catch((error: unknown) => (this.#failure ??= error)),
      this.interval,
    );
  }

  async #call<Body>(operation: string, call: { readonly path?: Record<string, string>; readonly body?: unknown }) {
    const headers = { 'x-agent-key': this.options.agentKey };
    return await this.options.api.call<Body>(operation, { ...call, headers });
  }
}
