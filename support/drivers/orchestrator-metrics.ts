import { Contract } from './contract';
import type { Journal } from './journal';
import { parseSamples } from './prometheus';
import { RestDriver } from './rest';

const RUNNING = 'jobs_running';
const ENDED = 'job_duration_seconds';
const COUNT = `${ENDED}_count`;

/** What one orchestrator tells of itself, which the address of all of them does not: that one answers for whichever has its turn. */
export class OrchestratorMetrics {
  readonly #rest: RestDriver;

  constructor(orchestrator: { readonly name: string; readonly url: string }, journal: Journal) {
    const { name, url } = orchestrator;
    this.#rest = new RestDriver(name, { url, contract: new Contract('openapi.yaml'), journal });
  }

  /** How many jobs of these kinds it is at. */
  async jobsRunning(kinds: readonly string[]): Promise<number> {
    return await this.#count(RUNNING, RUNNING, ({ job }) => kinds.includes(job ?? ''));
  }

  /** How many jobs have failed since it was started; each is tried again. */
  async jobsFailed(): Promise<number> {
    return await this.#count(ENDED, COUNT, ({ outcome }) => outcome === 'failed');
  }

  async #count(
    family: string,
    name: string,
    isCounted: (labels: Readonly<Record<string, string>>) => boolean,
  ): Promise<number> {
    const text = await this.#rest.call<string>('getPrometheusMetrics');
    const samples = parseSamples(text, family).get(name) ?? [];
    return samples.filter(({ labels }) => isCounted(labels)).reduce((sum, { value }) => sum + value, 0);
  }

  async close(): Promise<void> {
    await this.#rest.close();
  }
}
