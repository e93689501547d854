import { z } from 'zod';
import type { components } from '../../../contracts/generated/openapi.ts';
import type { Logger } from '../../shared/logger.ts';

export type RegistrationRequest = components['schemas']['Registration'];
type Heartbeat = components['schemas']['Heartbeat'];

export interface RegistrationOptions {
  readonly orchestratorUrl: string;
  readonly agentKey: string;
  readonly agent: RegistrationRequest;
  /** What the next heartbeat says. */
  readonly heartbeat: () => Heartbeat;
  readonly logger: Logger;
}

/** Keeps the orchestrator knowing this agent: registers, sends heartbeats, registers again where it has been forgotten. */
export class Registration {
  readonly #options: RegistrationOptions;
  #agentId: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failures = 0;
  #ended = false;

  constructor(options: RegistrationOptions) {
    this.#options = options;
  }

  /** Begins, and goes on until `end`. An orchestrator that is not there yet is tried again. */
  begin(): void {
    this.#schedule(0);
  }

  /** Takes its leave, as well as that can be done quickly. */
  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#timer);
    if (this.#agentId === undefined) return;
    await this.#send('DELETE', `/orchestrator/agents/${this.#agentId}`, undefined, farewellLimit).catch(
      (error: unknown) => this.#options.logger.warn({ err: error }, 'could not deregister'),
    );
  }

  #schedule(milliseconds: number): void {
    if (this.#ended) return;
    this.#timer = setTimeout(() => void this.#turn(), milliseconds);
  }

  async #turn(): Promise<void> {
    try {
      const interval = this.#agentId === undefined ? await this.#register() : await this.#beat(this.#agentId);
      this.#failures = 0;
      this.#schedule(interval * 1000);
    } catch (error) {
      this.#failures += 1;
      this.#options.logger.warn({ err: error, failures: this.#failures }, 'the orchestrator does not know this agent');
      this.#schedule(Math.min(firstRetry * 2 ** (this.#failures - 1), slowestRetry));
    }
  }

  async #register(): Promise<number> {
    const response = await this.#send('POST', '/orchestrator/agents/register', this.#options.agent);
    const registered = registeredSchema.parse(await response.json());
    this.#agentId = registered.agent_id;
    this.#options.logger.info({ agent_id: registered.agent_id }, 'registered');
    return registered.heartbeat_interval_seconds;
  }

  /** Seconds until the next one. */
  async #beat(agentId: string): Promise<number> {
    const path = `/orchestrator/agents/${agentId}/heartbeat`;
    const response = await this.#send('POST', path, this.#options.heartbeat()).catch((error: unknown) => {
      if (error instanceof RefusedError && error.status === 404) this.#agentId = undefined;
      throw error;
    });
    return recordedSchema.parse(await response.json()).next_interval_seconds;
  }

  async #send(method: string, path: string, body?: unknown, limit = answerLimit): Promise<Response> {
    const response = await fetch(`${this.#options.orchestratorUrl.replace(/\/$/, '')}${path}`, {
      method,
      headers: {
        'x-agent-key': this.#options.agentKey,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(limit),
    });
    if (response.ok) return response;
    throw new RefusedError(`${method} ${path} is answered with ${response.status}`, response.status);
  }
}

class RefusedError extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.name = 'RefusedError';
    this.status = status;
  }
}

/** Wall milliseconds. */
const firstRetry = 100;
const slowestRetry = 250;
const answerLimit = 5_000;
const farewellLimit = 500;

const registeredSchema = z.object({ agent_id: z.uuid(), heartbeat_interval_seconds: z.number().positive() });
const recordedSchema = z.object({ next_interval_seconds: z.number().positive() });
