import { AgentRegistration, type RegistrationOptions } from './registration';
import { ScriptedAgent, type ScriptedAgentOptions } from './scripted-agent';

export interface RegisteredAgentOptions extends ScriptedAgentOptions {
  readonly api: RegistrationOptions['api'];
  /** Where it listens it tells by itself. */
  readonly form: Omit<RegistrationOptions['form'], 'endpoint'>;
}

/** An agent at the orchestrator's service: it listens, has registered, and sends heartbeats. */
export class RegisteredAgent {
  private constructor(
    readonly scripted: ScriptedAgent,
    readonly registration: AgentRegistration,
  ) {}

  /** @throws what the registration failed with; nothing listens then */
  static async start({ api, form, ...options }: RegisteredAgentOptions): Promise<RegisteredAgent> {
    const scripted = await ScriptedAgent.start(options);
    const { agentKey } = options;
    const registration = new AgentRegistration({ api, agentKey, form: { ...form, endpoint: scripted.url } });
    try {
      await registration.register();
    } catch (error) {
      await scripted.stop();
      throw error;
    }
    return new RegisteredAgent(scripted, registration);
  }

  /** Its process is killed: nobody takes leave, nobody answers, and no heartbeat is sent any more. */
  async crash(): Promise<void> {
    this.registration.fallSilent();
    await this.scripted.crash();
  }
}
