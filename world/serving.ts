import type { Replica } from '../support/drivers/gateway';
import { difference, type Histogram, merge, quantile } from '../support/drivers/prometheus';
import { eventually } from '../support/eventually';
import type { Duration } from './amounts/duration';
import { Percent } from './amounts/percent';
import type { Customer } from './customer';
import type { Surroundings } from './surroundings';

/** Latency histograms by replica at one moment. */
export type Reading = ReadonlyMap<string, Histogram>;

/** Share of the load by machine, 0..1, in the order of the machines' ids. */
export type Shares = Readonly<Record<string, number>>;

/** What the customer's own customers get: which machines carry the load, how fast answers come, how many requests fail. */
export class Serving {
  constructor(private readonly around: Surroundings) {}

  /** Replicas that get traffic, with the model that they serve. */
  async carrying(customer: Customer): Promise<readonly { readonly replica: Replica; readonly model: string }[]> {
    const deployments = await customer.own.gateway.deployments();
    return deployments.flatMap(({ model, replicas }) =>
      replicas.filter(({ weight, state }) => weight > 0 && state === 'ready').map((replica) => ({ replica, model })),
    );
  }

  /** Which share of the load each machine carries. @throws Error when nothing carries any */
  async shares(customer: Customer): Promise<Shares> {
    const replicas = (await this.carrying(customer)).map(({ replica }) => replica);
    const total = replicas.reduce((sum, { weight }) => sum + weight, 0);
    if (total === 0) throw new Error(`No replica of ${customer.name} carries any load`);
    const shares = new Map<string, number>();
    for (const { machine_id, weight } of replicas)
      shares.set(machine_id, (shares.get(machine_id) ?? 0) + weight / total);
    return Object.fromEntries([...shares].sort(([one], [other]) => one.localeCompare(other)));
  }

  /** Share of the load that the machines carry which the customer came with. */
  async onOwnMachines(customer: Customer): Promise<Percent> {
    const own = new Set(customer.own.machines.values());
    const shares = Object.entries(await this.shares(customer)).filter(([machine]) => own.has(machine));
    return Percent.ofShare(shares.reduce((sum, [, share]) => sum + share, 0));
  }

  /** Waits until the customer's own machines carry all of the load. @param since wall time of the act from which the deadline counts */
  async returns(customer: Customer, deadline: Duration, since: number): Promise<void> {
    await eventually(
      `all of ${customer.name}'s load to be back on its own machines`,
      () => this.onOwnMachines(customer),
      ({ share }) => share === 1,
      {
        within: this.around.clock.wall(deadline),
        since,
        wake: customer.own.events,
        deadline: String(deadline),
        show: (share) => `${share} of it is`,
      },
    );
  }

  /** Replicas with traffic whose machine does not run. @throws Error when nothing carries any load */
  async strays(customer: Customer): Promise<readonly string[]> {
    const replicas = await this.carrying(customer);
    if (replicas.length === 0) throw new Error(`No replica of ${customer.name} carries any load`);
    const running = new Set((await customer.own.cloud.runningMachines()).map(({ instanceId }) => instanceId));
    return replicas.filter(({ replica }) => !running.has(replica.machine_id)).map(({ replica }) => replica.replica_id);
  }

  /** Requests of the trailing window that failed, over all deployments. @throws Error when there were none at all */
  async failed(customer: Customer, window: Duration): Promise<Percent> {
    const deployments = await customer.own.gateway.deployments();
    const traffic = await Promise.all(
      deployments.map(({ name }) => customer.own.gateway.traffic(name, window.seconds)),
    );
    const requests = traffic.reduce((sum, { requests }) => sum + requests, 0);
    if (requests === 0) throw new Error(`${customer.name} had no requests in the last ${window}`);
    return Percent.ofShare(traffic.reduce((sum, { failed }) => sum + failed, 0) / requests);
  }

  /** Latency histograms of the replicas that carry load now. */
  async read(customer: Customer): Promise<Reading> {
    const replicas = await this.carrying(customer);
    const readings = replicas.map(
      async ({ replica: { replica_id } }) => [replica_id, await customer.own.gateway.latencies(replica_id)] as const,
    );
    return new Map(await Promise.all(readings));
  }
}

/** P95 in seconds of all that the given replicas answered between two readings; a replica new in the later one counts from its start. */
export function p95(later: Reading, earlier: Reading, replicas: readonly string[]): number {
  const histograms = replicas.flatMap((id) => {
    const now = later.get(id);
    const before = earlier.get(id);
    if (!now) return [];
    return [before ? difference(now, before) : now];
  });
  return quantile(merge(histograms), 0.95);
}
