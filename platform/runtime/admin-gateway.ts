import type { components } from '../../contracts/generated/fleet.ts';
import { Gateway } from '../shared/gateway.ts';

export type EngineArgs = components['schemas']['EngineArgs'];

/** The serving gateway with the customer's admin key, which nobody but the runtime holds. Methods throw GatewayError. */
export class AdminGateway extends Gateway {
  readonly #adminKey: string;

  constructor(url: string, adminKey: string) {
    super(url);
    this.#adminKey = adminKey;
  }

  /** Starts an engine on the machine. Where one is there already nothing happens. */
  async addReplica(deployment: string, machineId: string, engineArgs: EngineArgs): Promise<void> {
    const body = { machine_id: machineId, engine_args: engineArgs };
    await this.#change('POST', `/deployments/${encodeURIComponent(deployment)}/replicas`, body);
  }

  /** Begins to drain the replica. One that is gone is no error. */
  async removeReplica(deployment: string, replicaId: string): Promise<void> {
    const path = `/deployments/${encodeURIComponent(deployment)}/replicas/${encodeURIComponent(replicaId)}`;
    await this.#change('DELETE', path);
  }

  /** @param weights by replica id; those that are not named get no traffic */
  async setWeights(deployment: string, weights: Readonly<Record<string, number>>): Promise<void> {
    await this.#change('PUT', `/deployments/${encodeURIComponent(deployment)}/weights`, weights);
  }

  async #change(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<void> {
    await this.send(path, { method, body, headers: { authorization: `Bearer ${this.#adminKey}` } });
  }
}
