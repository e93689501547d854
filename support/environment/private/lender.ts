import type { Addresses } from '../addresses';
import { EnvironmentError, type StartOptions } from '../environment';
import type { RunningOrchestrator, Settings } from '../process-control';
import { answerThreads, type Lending } from './lending';
import { PrivateEnvironment } from './private-environment';

/** What a lender lends. */
export type Lent = Omit<Lending, 'lend' | 'takeBack'> & Pick<PrivateEnvironment, 'addresses' | 'tidy' | 'stop'>;

/**
 * Lends a private environment to one scenario after the other, and ends it with the run. One that comes back whole is lent again, because a
 * start costs seconds; any other is ended, and the next scenario gets a new one.
 */
export class Lender implements Lending {
  #environment: Promise<Lent> | undefined;
  #isLent = false;
  #stopAnswering = (): void => undefined;

  constructor(
    private readonly options: StartOptions,
    private readonly start: (options: StartOptions) => Promise<Lent> = PrivateEnvironment.start,
  ) {}

  /** Answers the threads of this process. @returns the name of the channel on which they have to ask */
  begin(): string {
    const channel = `private-environment-${process.pid}`;
    this.#stopAnswering = answerThreads(channel, this);
    return channel;
  }

  /** Has an environment ready before it is asked for. @throws {EnvironmentError} when it cannot be started */
  async prepare(): Promise<void> {
    await this.#ready();
  }

  async lend(): Promise<Addresses> {
    if (this.#isLent) throw new EnvironmentError('The private environment is lent to another scenario.');
    this.#isLent = true;
    try {
      return (await this.#ready()).addresses;
    } catch (error) {
      this.#isLent = false;
      throw error;
    }
  }

  async takeBack(isUsable: boolean): Promise<void> {
    const environment = await this.#lent();
    this.#isLent = false;
    try {
      if (isUsable) return await environment.tidy();
    } catch (error) {
      await this.#discard(environment);
      throw error;
    }
    await this.#discard(environment);
  }

  async restore(): Promise<void> {
    await (await this.#lent()).restore();
  }

  async orchestrators(): Promise<readonly RunningOrchestrator[]> {
    return (await this.#lent()).orchestrators();
  }

  async addOrchestrator(settings?: Settings): Promise<RunningOrchestrator> {
    return (await this.#lent()).addOrchestrator(settings);
  }

  async crash(name: string): Promise<void> {
    await (await this.#lent()).crash(name);
  }

  async startAgain(name: string): Promise<void> {
    await (await this.#lent()).startAgain(name);
  }

  async end(): Promise<void> {
    this.#stopAnswering();
    const environment = await this.#environment?.catch(() => undefined);
    await environment?.stop();
  }

  /** One that could not be started is not kept: the next to ask has another try. */
  #ready(): Promise<Lent> {
    this.#environment ??= this.start(this.options).catch((error: unknown) => {
      this.#environment = undefined;
      throw error;
    });
    return this.#environment;
  }

  async #discard(environment: Lent): Promise<void> {
    this.#environment = undefined;
    await environment.stop();
  }

  async #lent(): Promise<Lent> {
    if (!this.#isLent || this.#environment === undefined) {
      throw new EnvironmentError('No private environment is lent at the moment.');
    }
    return this.#environment;
  }
}
