import { z } from 'zod';
import { type EngineArgs, Gateway, GatewayError } from '../shared/gateway.ts';

/** The serving gateway with the customer's admin key, which nobody but the runtime holds. Methods throw GatewayError. */
export class AdminGateway extends Gateway {
  readonly #adminKey: string;

  constructor(url: string, adminKey: string) {
    super(url);
    this.#adminKey = adminKey;
  }

  /** Starts an engine on the machine, and answers its replica's id. Where the machine is full it is that of one that is there. */
  async addReplica(deployment: string, machineId: string, engineArgs: EngineArgs): Promise<string> {
    const path = `/deployments/${encodeURIComponent(deployment)}/replicas`;
    const answer = await this.#change('POST', path, { machine_id: machineId, engine_args: engineArgs });
    const replica = addedSchema.safeParse(parseJson(answer));
    if (replica.success) return replica.data.replica_id;
    throw new GatewayError(`The gateway at ${this.url} does not say which replica it started on ${machineId}`, {
      cause: replica.error,
    });
  }

  /** Restarts the engine with other arguments. One that has them already goes on as it is. */
  async restartReplica(deployment: string, replicaId: string, engineArgs: EngineArgs): Promise<void> {
    await this.#change('PUT', `${replicaPath(deployment, replicaId)}/engine-args`, engineArgs);
  }

  /** Begins to drain the replica. One that is gone is no error. */
  async removeReplica(deployment: string, replicaId: string): Promise<void> {
    await this.#change('DELETE', replicaPath(deployment, replicaId));
  }

  /** @param weights by replica id; those that are not named get no traffic */
  async setWeights(deployment: string, weights: Readonly<Record<string, number>>): Promise<void> {
    await this.#change('PUT', `/deployments/${encodeURIComponent(deployment)}/weights`, weights);
  }

  #change(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<string> {
    return this.send(path, { method, body, headers: { authorization: `Bearer ${this.#adminKey}` } });
  }
}

const addedSchema = z.object({ replica_id: z.string().min(1) });

function replicaPath(deployment: string, replicaId: string): string {
  return `/deployments/${encodeURIComponent(deployment)}/replicas/${encodeURIComponent(replicaId)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
