import { AssertionError } from 'chai';
import type { Replica } from '../support/drivers/gateway';
import { difference, type Histogram, merge, quantile, total } from '../support/drivers/prometheus';
import { Refusal } from '../support/drivers/rest';
import { eventually } from '../support/eventually';
import { Duration } from './amounts/duration';
import { Percent } from './amounts/percent';
import type { Settings, Shares } from './baseline';
import type { Customer } from './customer';
import type { Surroundings } from './surroundings';

/** Latency histograms by replica at one moment. */
export type Reading = ReadonlyMap<string, Histogram>;

export interface Tuning {
  readonly prefixCaching: boolean;
  /** Of each weight. */
  readonly bits: number;
}

const BITS: Readonly<Record<Replica['engine_args']['quantization'], number>> = { none: 16, fp8: 8, int4: 4 };

export interface Latencies {
  readonly p95: Duration;
  readonly p99: Duration;
}

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
    if (total === 0) throw new AssertionError(`No replica of ${customer.name} carries any load`);
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
        ...this.around.clock.within(deadline),
        since,
        wake: customer.own.events,
        show: (share) => `${share} of it is`,
      },
    );
  }

  /** Replicas with traffic whose machine does not run. @throws Error when nothing carries any load */
  async strays(customer: Customer): Promise<readonly string[]> {
    const replicas = await this.carrying(customer);
    if (replicas.length === 0) throw new AssertionError(`No replica of ${customer.name} carries any load`);
    const running = new Set((await customer.runningMachines()).map(({ instanceId }) => instanceId));
    return replicas.filter(({ replica }) => !running.has(replica.machine_id)).map(({ replica }) => replica.replica_id);
  }

  /** Requests of the trailing window that failed, over all deployments. @throws Error when there were none at all */
  async failed(customer: Customer, window: Duration): Promise<Percent> {
    const deployments = await customer.own.gateway.deployments();
    const traffic = await Promise.all(
      deployments.map(({ name }) => customer.own.gateway.traffic(name, window.seconds)),
    );
    const requests = traffic.reduce((sum, { requests }) => sum + requests, 0);
    if (requests === 0) throw new AssertionError(`${customer.name} had no requests in the last ${window}`);
    return Percent.ofShare(traffic.reduce((sum, { failed }) => sum + failed, 0) / requests);
  }

  /** How much the GPUs of the busiest replica that carries load are used, by their own counters. @throws Error when none carries any */
  async busiest(customer: Customer): Promise<Percent> {
    const replicas = await this.carrying(customer);
    if (replicas.length === 0) throw new AssertionError(`No replica of ${customer.name} carries any load`);
    const shares = await Promise.all(replicas.map(({ replica }) => customer.own.gateway.gpuUse(replica.replica_id)));
    return Percent.ofShare(Math.max(...shares));
  }

  /** The arguments with which each replica that carries load runs. */
  async settings(customer: Customer): Promise<Settings> {
    const replicas = await this.carrying(customer);
    return Object.fromEntries(replicas.map(({ replica }) => [replica.replica_id, replica.engine_args]));
  }

  /** Whether prefixes are cached, and in how many bits the weights are, by replica. @throws AssertionError where none serves on one of the machines */
  async tuning(customer: Customer, machines: readonly string[]): Promise<readonly Tuning[]> {
    const carrying = await this.carrying(customer);
    return machines.flatMap((name) => {
      const replicas = carrying.filter(({ replica }) => replica.machine_id === customer.machine(name));
      if (replicas.length === 0) throw new AssertionError(`No replica of ${customer.name} serves on ${name}`);
      return replicas.map(({ replica: { engine_args: args } }) => ({
        prefixCaching: args.enable_prefix_caching,
        bits: BITS[args.quantization],
      }));
    });
  }

  /** @param rate requests a second of the world, of the first deployment */
  async load(customer: Customer, rate: number): Promise<void> {
    const [deployment] = customer.own.member.deployments;
    if (!deployment) throw new Error(`${customer.name} serves no model`);
    await this.around.control.changeLoad(customer.own.fleetId, deployment.name, rate);
  }

  /** Waits until so many more requests are answered. @returns their latencies */
  async next(customer: Customer, requests: number): Promise<Latencies> {
    const before = await this.read(customer);
    const answeredBefore = await customer.own.gateway.answered();
    await eventually(
      `${requests} more requests of ${customer.name} to be answered`,
      async () => (await customer.own.gateway.answered()) - answeredBefore,
      (answered) => answered >= requests,
      { ...this.around.clock.within(PATIENCE), show: (answered) => `${answered} were` },
    );
    return latencies(await this.read(customer), before);
  }

  /** Latency histograms of the replicas that carry load now. */
  async read(customer: Customer): Promise<Reading> {
    const readings = await this.ofEach(
      customer,
      async (replicaId) => [replicaId, await customer.own.gateway.latencies(replicaId)] as const,
    );
    return new Map(readings);
  }

  /**
   * Asks every replica that carries load, or those of them that are named. One that restarts in that moment is left out, or asked again when it is
   * back already. @throws whatever another one answers
   */
  async ofEach<T>(
    customer: Customer,
    ask: (replicaId: string, model: string) => Promise<T>,
    only?: readonly string[],
  ): Promise<readonly T[]> {
    const replicas = await this.carrying(customer);
    const asked = replicas.filter(({ replica }) => only?.includes(replica.replica_id) ?? true);
    const answers = asked.map(async ({ replica: { replica_id }, model }) => {
      try {
        return [await ask(replica_id, model)];
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const still = await this.carrying(customer);
        const isBack = still.some(({ replica }) => replica.replica_id === replica_id);
        return isBack ? [await ask(replica_id, model)] : [];
      }
    });
    return (await Promise.all(answers)).flat();
  }
}

/** P95 in seconds of all that the given replicas answered between two readings; a replica new in the later one counts from its start. */
export function p95(later: Reading, earlier: Reading, replicas: readonly string[]): number {
  return quantile(between(later, earlier, replicas), 0.95);
}

/** How long the world may take to send some more requests. */
const PATIENCE = Duration.parse('10 minutes');

function latencies(later: Reading, earlier: Reading): Latencies {
  const histogram = between(later, earlier, [...later.keys()]);
  return { p95: Duration.ofSeconds(quantile(histogram, 0.95)), p99: Duration.ofSeconds(quantile(histogram, 0.99)) };
}

function between(later: Reading, earlier: Reading, replicas: readonly string[]): Histogram {
  const histograms = replicas.flatMap((id) => {
    const now = later.get(id);
    const before = earlier.get(id);
    if (!now) return [];
    // An engine that was restarted counts from zero again.
    return [before && total(before) <= total(now) ? difference(now, before) : now];
  });
  return merge(histograms);
}
