import { Contract } from './contract';
import type { Journal } from './journal';
import { parseSamples } from './prometheus';
import { RestDriver } from './rest';

const RUNNING = 'jobs_running';

/** What one orchestrator tells of itself, which the address of all of them does not: that one answers for whichever has its turn. */
export class OrchestratorMetrics {
  readonly #rest: RestDriver;

  constructor(orchestrator: { readonly name: string; readonly url: string }, journal: Journal) {
    const { name, url } = orchestrator;
    this.#rest = new RestDriver(name, { url, contract: new Contract('openapi.yaml'), journal });
  }

  /** How many jobs of these kinds it is at. */
  async jobsRunning(kinds: readonly string[]): Promise<number> {
    const text = await this.#rest.call<string>('getPrometheusMetrics');
    const running = parseSamples(text, RUNNING).get(RUNNING) ?? [];
    return running.filter(({ labels }) => kinds.includes(labels.job ?? '')).reduce((sum, { value }) => sum + value, 0);
  }

  async close(): Promise<void> {
    await this.#rest.close();
  }
}
