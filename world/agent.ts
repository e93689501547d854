import type { components } from '../contracts/generated/openapi';
import type { RegisteredAgent } from '../support/drivers/agents/registered-agent';
import type { AgentRegistration } from '../support/drivers/agents/registration';
import type { Behaviour, ReceivedTask } from '../support/drivers/agents/scripted-agent';

export type AgentType = components['schemas']['AgentType'];

export type Heartbeat = components['schemas']['Heartbeat'];

interface Parts {
  readonly name: string;
  readonly type: AgentType;
  /** Under which it registers; nobody else's. */
  readonly hostname: string;
  readonly pool: string;
  /** What it says that it can do. */
  readonly capabilities: readonly string[];
  readonly serving: RegisteredAgent;
}

/** An agent of the scenario's own. */
export class Agent {
  constructor(private readonly parts: Parts) {}

  get name(): string {
    return this.parts.name;
  }

  get type(): AgentType {
    return this.parts.type;
  }

  get hostname(): string {
    return this.parts.hostname;
  }

  get pool(): string {
    return this.parts.pool;
  }

  get capabilities(): readonly string[] {
    return this.parts.capabilities;
  }

  get id(): string {
    return this.registration.agentId;
  }

  get registration(): AgentRegistration {
    return this.parts.serving.registration;
  }

  /** What it was asked to do, first to last. */
  get received(): readonly ReceivedTask[] {
    return this.parts.serving.scripted.received;
  }

  behave(behaviour: Behaviour, times?: number): void {
    this.parts.serving.scripted.behave(behaviour, times);
  }

  /** Its process is killed: nobody takes leave, nobody answers. */
  async crash(): Promise<void> {
    await this.parts.serving.crash();
  }

  /** Whether it is the one that the orchestrator answers with. */
  is(agentId: string | undefined): boolean {
    return agentId === this.id;
  }
}
