import { OrchestratorMetrics } from '../support/drivers/orchestrator-metrics';
import type { RunningOrchestrator, Settings } from '../support/environment/process-control';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import type { Surroundings } from './surroundings';

/** What may be in an orchestrator's hands, by the names of its jobs. */
const WORK = { change: ['run_step'], undoing: ['compensate_step'], analyses: ['run_task'] } as const;

/** One of each kind. */
export const AGENTS = ['cost', 'performance', 'resource', 'application'] as const;

/** Longer than work waits for an agent, which by the clock on the wall is 10 seconds at least. */
const PATIENCE = Duration.parse('25 minutes');

/** How long an orchestrator may take to be found at work. */
const SOON = Duration.parse('5 minutes');

/** The processes that OptiInfra consists of, in the hands of whoever operates it. */
export class Operations {
  /** One for each orchestrator, by its address. */
  readonly #metrics = new Map<string, OrchestratorMetrics>();

  constructor(private readonly around: Surroundings) {}

  async addOrchestrator(): Promise<void> {
    await this.around.processes.addOrchestrator();
  }

  /** Has whatever is offered from now on stay open for so long, whatever its risk. */
  async shortenOffers(lifetime: Duration): Promise<void> {
    await this.#replaceAll({ APPROVAL_SECONDS: Array(4).fill(this.#seconds(lifetime)).join(',') });
  }

  /** Has whatever token is given from now on be good for so long. */
  async shortenTokens(lifetime: Duration): Promise<void> {
    await this.#replaceAll({ ACCESS_TOKEN_SECONDS: String(this.#seconds(lifetime)) });
  }

  /** Has requests be counted over so long instead of a minute. @param orchestrators that serve them together */
  async countRequestsOver(window: Duration, orchestrators: number): Promise<void> {
    await this.#replaceAll({ RATE_LIMIT_WINDOW_SECONDS: String(this.#seconds(window)) }, orchestrators);
  }

  /** Tries to start one more orchestrator. @returns why it would not start; undefined where it does */
  async refusesToStart(settings: Settings): Promise<string | undefined> {
    return await this.around.processes.addOrchestrator(settings).then(() => undefined, String);
  }

  #seconds(duration: Duration): number {
    return this.around.clock.wall(duration) / 1000;
  }

  /** Puts orchestrators with settings of their own in the place of those that run. */
  async #replaceAll(settings: Settings, count = 1): Promise<void> {
    const { processes } = this.around;
    const usual = await processes.orchestrators();
    for (let added = 0; added < count; added += 1) await processes.addOrchestrator(settings);
    await Promise.all(usual.map(({ name }) => processes.crash(name)));
  }

  /** Ends, without asking, an orchestrator that is at a change, at its undoing, or at analyses, in this moment. @throws NotInTime when none is */
  async crashWhoeverIsAt(work: keyof typeof WORK): Promise<void> {
    const { clock, processes } = this.around;
    const [worker] = await eventually(
      `an orchestrator to be at the ${work}`,
      () => this.#whoIsAt(WORK[work]),
      (found) => found.length > 0,
      { ...clock.within(SOON), show: () => 'none is' },
    );
    if (worker) await processes.crash(worker.name);
  }

  /** How many jobs have failed at the orchestrators that run. */
  async failures(): Promise<number> {
    const orchestrators = await this.around.processes.orchestrators();
    const counts = await Promise.all(orchestrators.map((one) => this.#metricsOf(one).jobsFailed()));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Ends programs, all at once and without asking, and starts them again. */
  async crashBriefly(programs: readonly string[]): Promise<void> {
    const { processes } = this.around;
    await Promise.all(programs.map((name) => processes.crash(name)));
    await Promise.all(programs.map((name) => processes.startAgain(name)));
  }

  /**
   * Ends agents, all at once and without asking, and starts them again once they were missed: work has failed for want of them, to be tried
   * again, or it was given up. @throws NotInTime when nobody misses them
   */
  async crashUntilMissed(types: readonly string[], isGivenUp: () => Promise<boolean>): Promise<void> {
    const { clock, processes } = this.around;
    const before = await this.failures();
    await Promise.all(types.map((type) => processes.crash(type)));
    await eventually(
      'the agents to be missed',
      async () => (await this.failures()) > before || (await isGivenUp()),
      (missed) => missed,
      { ...clock.within(PATIENCE), show: () => 'no work has failed, and none was given up' },
    );
    await Promise.all(types.map((type) => processes.startAgain(type)));
  }

  /** Ends the one orchestrator that there is, without asking, and starts it again. @throws Error when there are others */
  async crashAndStartAgain(): Promise<void> {
    const [orchestrator, ...others] = await this.around.processes.orchestrators();
    if (!orchestrator || others.length > 0) throw new Error(`There are ${others.length + 1} orchestrators, not one`);
    await this.crashBriefly([orchestrator.name]);
  }

  async #whoIsAt(jobs: readonly string[]): Promise<readonly RunningOrchestrator[]> {
    const orchestrators = await this.around.processes.orchestrators();
    const looks = orchestrators.map(async (orchestrator) =>
      (await this.#metricsOf(orchestrator).jobsRunning(jobs)) > 0 ? [orchestrator] : [],
    );
    return (await Promise.all(looks)).flat();
  }

  #metricsOf(orchestrator: RunningOrchestrator): OrchestratorMetrics {
    const known = this.#metrics.get(orchestrator.url);
    if (known) return known;
    const metrics = new OrchestratorMetrics(orchestrator, this.around.journal);
    this.#metrics.set(orchestrator.url, metrics);
    this.around.ledger.owe(`line to ${orchestrator.name}`, () => metrics.close());
    return metrics;
  }
}
