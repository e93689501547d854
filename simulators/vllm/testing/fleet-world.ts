import type { FastifyInstance } from 'fastify';
import { BatchQueues } from '../../world/batch-queues.ts';
import { WorldClock } from '../../world/clock.ts';
import { type Hardware, healthyHardware, type Machine, Machines } from '../../world/machines.ts';
import type { World } from '../../world/world.ts';
import { fleets } from '../server.ts';

export const account = '123456789012';
const controlKey = 'control';

/** A clock that stands still until it is told. */
class ManualClock extends WorldClock {
  #now = Date.UTC(2025, 0, 1);

  override now(): number {
    return this.#now;
  }

  pass(seconds: number): void {
    this.#now += seconds * 1000;
  }
}

type Body = Readonly<Record<string, unknown>>;

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** The served fleets on machines that a test moves by hand. */
export class FleetWorld {
  readonly machines = new Machines();
  readonly clock = new ManualClock(1);
  readonly app: FastifyInstance;
  fleetId = '';
  adminKey = '';

  constructor() {
    const { clock, machines } = this;
    const world: World = { clock, machines, queues: new BatchQueues(), controlKey, fleetsUrl: 'http://fleets' };
    this.app = fleets(world);
  }

  /** Four p4d that serve 45 requests a second of Llama 3 70B, 11.25 each. */
  static async acme(): Promise<FleetWorld> {
    const world = new FleetWorld();
    const names = ['serve-1', 'serve-2', 'serve-3', 'serve-4'];
    for (const name of names) world.machine(name);
    await world.create(acmeDeployment(names));
    return world;
  }

  machine(name: string, more: Partial<Machine> & { readonly hardware?: Hardware } = {}): Machine {
    const machine: Machine = {
      accountId: account,
      instanceId: `i-${name}`,
      name,
      instanceType: 'p4d.24xlarge',
      market: 'on_demand',
      hardware: healthyHardware,
      state: 'running',
      launchedAt: Date.now() - 90 * 86_400_000,
      ...more,
    };
    this.machines.put(machine);
    return machine;
  }

  async create(deployment: Body): Promise<Answer> {
    const answer = await this.control('POST', '', { account_id: account, deployments: [deployment] });
    if (answer.status !== 201) return answer;
    const created = JSON.parse(answer.body);
    this.fleetId = created.fleet_id;
    this.adminKey = created.admin_key;
    return answer;
  }

  control(method: 'POST' | 'PUT' | 'DELETE', path: string, payload?: Body): Promise<Answer> {
    return this.#inject({ method, url: `/control/fleets${path}`, headers: { 'x-control-key': controlKey }, payload });
  }

  read(path: string): Promise<Answer> {
    return this.#inject({ method: 'GET', url: `/fleets/${this.fleetId}${path}`, headers: {} });
  }

  change(method: 'POST' | 'PUT' | 'DELETE', path: string, payload?: Body): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.adminKey}` };
    return this.#inject({ method, url: `/fleets/${this.fleetId}${path}`, headers, payload });
  }

  async json(path: string) {
    return JSON.parse((await this.read(path)).body);
  }

  async replicas(): Promise<readonly { replica_id: string; machine_id: string; state: string; weight: number }[]> {
    return (await this.json('/deployments'))[0].replicas;
  }

  async #inject(request: {
    readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly payload?: Body | undefined;
  }): Promise<Answer> {
    const { payload, ...rest } = request;
    const response = await this.app.inject(payload === undefined ? rest : { ...rest, payload });
    return { status: response.statusCode, body: response.body };
  }
}

export const wholeMachine = {
  tensor_parallel_size: 8,
  quantization: 'none',
  enable_prefix_caching: false,
  max_num_seqs: 256,
  gpu_memory_utilization: 0.9,
};

export function acmeDeployment(machines: readonly string[]): Body {
  return {
    name: 'triage',
    model: 'llama-3-70b',
    engine_args: wholeMachine,
    machines,
    load: { requests_per_second: 45, prompt_tokens: 448, shared_prefix: 0.8, answer_tokens: 16 },
    slo_p95_seconds: 4,
  };
}

/** The value of a sample in Prometheus' text. */
export function sample(text: string, series: string): number {
  const line = text.split('\n').find((each) => each.startsWith(series));
  if (!line) throw new Error(`no sample ${series}`);
  return Number(
    line
      .slice(line.lastIndexOf('}') + 1)
      .trim()
      .split(' ')[0],
  );
}

/** Percentile between two readings of a histogram, linearly interpolated inside its bucket as Prometheus does. */
export function quantile(share: number, name: string, readings: readonly [string, string]): number {
  const [before, after] = readings.map((text) => bucketsOf(text, name));
  const grown = [...(after ?? [])].map(([edge, count]) => [edge, count - (before?.get(edge) ?? 0)] as const);
  const wanted = share * (grown.at(-1)?.[1] ?? 0);
  let low: readonly [number, number] = [0, 0];
  for (const high of grown) {
    if (high[1] >= wanted) return low[0] + ((high[0] - low[0]) * (wanted - low[1])) / (high[1] - low[1]);
    low = high;
  }
  throw new Error(`${name} is empty`);
}

function bucketsOf(text: string, name: string): ReadonlyMap<number, number> {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}_bucket`));
  return new Map(lines.map((line) => [Number(/le="([^"]+)"/.exec(line)?.[1]), sample(line, name)]));
}

/** A replica's metrics now, and so many world seconds later. */
export async function metricsOver(
  world: FleetWorld,
  replica: string,
  seconds: number,
): Promise<readonly [string, string]> {
  const first = (await world.read(`/replicas/${replica}/metrics`)).body;
  world.clock.pass(seconds);
  return [first, (await world.read(`/replicas/${replica}/metrics`)).body];
}
