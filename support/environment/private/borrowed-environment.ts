import { ConfigurationError } from '../../config';
import type { Addresses } from '../addresses';
import type { ProcessControl, RunningOrchestrator, Settings } from '../process-control';
import { askCoordinator } from './lending';

/** A private environment in the hands of a scenario, which runs in a thread of its own. */
export class BorrowedEnvironment implements ProcessControl {
  private constructor(
    private readonly channel: string,
    readonly addresses: Addresses,
    private readonly crashed: (name: string) => void,
  ) {}

  /**
   * @param crashed told of each process that is ended
   * @throws {EnvironmentError} when there is none to be had; {ConfigurationError} when this run has nobody to ask
   */
  static async borrow(
    crashed: (name: string) => void = () => undefined,
    environment: NodeJS.ProcessEnv = process.env,
  ): Promise<BorrowedEnvironment> {
    const channel = environment[LENDER];
    if (!channel) throw new ConfigurationError(LENDER, channel, 'what "npm run bdd" sets by itself');
    return new BorrowedEnvironment(channel, await askCoordinator(channel, 'lend'), crashed);
  }

  /** Starts again what has been ended. */
  async restore(): Promise<void> {
    await askCoordinator(this.channel, 'restore');
  }

  /** @param isUsable whether the next scenario may have it */
  async giveBack(isUsable: boolean): Promise<void> {
    await askCoordinator(this.channel, 'takeBack', isUsable);
  }

  async orchestrators(): Promise<readonly RunningOrchestrator[]> {
    return await askCoordinator(this.channel, 'orchestrators');
  }

  async addOrchestrator(settings?: Settings): Promise<RunningOrchestrator> {
    return await askCoordinator(this.channel, 'addOrchestrator', settings);
  }

  async crash(name: string): Promise<void> {
    await askCoordinator(this.channel, 'crash', name);
    this.crashed(name);
  }

  async startAgain(name: string): Promise<void> {
    await askCoordinator(this.channel, 'startAgain', name);
  }
}

/** The variable in which the coordinator names its channel. */
const LENDER = 'E2E_LENDER';
