import type { components } from '../../contracts/generated/fleet';
import { Contract } from './contract';
import type { Journal } from './journal';
import { type Histogram, histogram, parseSamples } from './prometheus';
import { RestDriver } from './rest';

type Schemas = components['schemas'];
export type Deployment = Schemas['Deployment'];
export type Replica = Schemas['Replica'];
export type Traffic = Schemas['Traffic'];

const LATENCY = 'vllm:e2e_request_latency_seconds';
const ANSWERS = 'gateway_requests_total';
const GPU_USE = 'DCGM_FI_DEV_GPU_UTIL';

/** Reads the customer's serving gateway and its replicas; never writes them. */
export class Gateway {
  readonly #rest: RestDriver;

  constructor(url: string, journal: Journal) {
    this.#rest = new RestDriver("the customer's gateway", { url, contract: new Contract('fleet.yaml'), journal });
  }

  async deployments(): Promise<readonly Deployment[]> {
    return await this.#rest.call('listDeployments');
  }

  /** @param windowSeconds of the world, trailing */
  async traffic(deployment: string, windowSeconds: number): Promise<Traffic> {
    return await this.#rest.call('getTraffic', { path: { deployment }, query: { window_seconds: windowSeconds } });
  }

  /** End-to-end latencies of a replica since it started, in seconds of the world. */
  async latencies(replicaId: string): Promise<Histogram> {
    const text = await this.#rest.call<string>('replicaMetrics', { path: { replica_id: replicaId } });
    return histogram(parseSamples(text, LATENCY), LATENCY);
  }

  /** Requests that were answered well since the fleet began, over all deployments. */
  async answered(): Promise<number> {
    const text = await this.#rest.call<string>('gatewayMetrics');
    const counted = parseSamples(text, ANSWERS).get(ANSWERS) ?? [];
    return counted.filter(({ labels }) => labels.code === '200').reduce((sum, { value }) => sum + value, 0);
  }

  /** Mean utilisation of a replica's GPUs now, 0..1. @throws Error when it tells none */
  async gpuUse(replicaId: string): Promise<number> {
    const text = await this.#rest.call<string>('replicaMetrics', { path: { replica_id: replicaId } });
    const gpus = parseSamples(text, GPU_USE).get(GPU_USE) ?? [];
    if (gpus.length === 0) throw new Error(`The replica ${replicaId} tells nothing of its GPUs`);
    return gpus.reduce((sum, { value }) => sum + value, 0) / gpus.length / 100;
  }

  /** Asks one replica all the prompts; the answers stand in the prompts' order. */
  async ask(replicaId: string, model: string, prompts: readonly string[]): Promise<readonly string[]> {
    const answer = await this.#rest.call<Schemas['Completion']>('replicaCompletions', {
      path: { replica_id: replicaId },
      body: { model, prompt: prompts, max_tokens: 200, temperature: 0 },
    });
    return [...answer.choices].sort((one, other) => one.index - other.index).map(({ text }) => text);
  }

  async close(): Promise<void> {
    await this.#rest.close();
  }
}
