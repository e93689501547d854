import { randomBytes } from 'node:crypto';
import type { GpuUse, Machine, Machines } from '../world/machines.ts';
import { Deployment, type DeploymentView } from './deployment.ts';
import { freeGpus, gpusOf, modelOn, range } from './placement.ts';
import { Problem } from './problem.ts';
import { Replica } from './replica.ts';
import type { EngineArgs, GatewayBehaviour, NewDeployment, NewFleet, Weights } from './schemas.ts';

/** World seconds for which a new fleet has already been serving. */
const historySeconds = 3600;

/** The serving fleet of one customer behind its gateway. Time is in world seconds, and passes only by `advance`. */
export class Fleet {
  readonly id = `fleet-${randomBytes(6).toString('hex')}`;
  readonly adminKey = randomBytes(24).toString('base64url');
  readonly accountId: string;
  behaviour: GatewayBehaviour = { apply_delay_seconds: 0, refuse_removals: false };
  readonly #machines: Machines;
  readonly #deployments: readonly Deployment[];
  #now: number;
  #started = 0;

  /** @param now the fleet has served for an hour by then; a problem 400 where the order cannot be carried out */
  constructor(order: NewFleet, machines: Machines, now: number) {
    this.accountId = order.account_id;
    this.#machines = machines;
    this.#now = now - historySeconds;
    const deployments: Deployment[] = [];
    this.#deployments = deployments;
    for (const spec of order.deployments) {
      const deployment = new Deployment(spec, this.#now);
      deployments.push(deployment);
      this.#fill(deployment);
      deployment.open(Date.now());
    }
    this.advance(now);
  }

  advance(to: number): void {
    this.#now = to;
    for (const deployment of this.#deployments) deployment.advance(to);
  }

  get deployments(): readonly Deployment[] {
    return this.#deployments;
  }

  view(): readonly DeploymentView[] {
    return this.#deployments.map((deployment) => deployment.view());
  }

  deployment(name: string): Deployment {
    const found = this.#deployments.find(({ spec }) => spec.name === name);
    const known = this.#deployments.map(({ spec }) => spec.name).join(', ');
    if (!found) throw new Problem(404, 'No such deployment', `${name} is none of the fleet's deployments: ${known}`);
    return found;
  }

  replica(id: string): Replica {
    const found = this.#replicas().find((replica) => replica.id === id);
    if (!found) throw new Problem(404, 'No such replica', `${id} is none of the fleet's replicas`);
    return found;
  }

  /** A machine that is full answers the deployment's replica that is there. */
  addReplica(deployment: Deployment, machineId: string, args: EngineArgs): Replica {
    const machine = this.#machine(machineId);
    const model = modelOn(machine, deployment.spec, args);
    const firstGpu = freeGpus(machine, args.tensor_parallel_size, this.#replicas());
    if (firstGpu === undefined) return residentOf(deployment, machine);
    const replica = new Replica({ id: this.#newId(deployment), machine, args, model, firstGpu }, this.#now);
    deployment.add(replica);
    return replica;
  }

  /** Asked for the arguments that it already has, the replica goes on as it is. */
  restart(deployment: Deployment, replicaId: string, args: EngineArgs): Replica {
    const replica = deployment.replica(replicaId);
    if (!replica || replica.state === 'draining' || replica.state === 'gone') {
      const state = replica?.state ?? 'unknown';
      throw new Problem(
        404,
        'No such replica',
        `${replicaId} of ${deployment.spec.name} is ${state}, and cannot restart`,
      );
    }
    if (replica.state !== 'failed' && sameArgs(replica.args, args)) return replica;
    const model = modelOn(replica.machine, deployment.spec, args);
    this.#checkRoom(replica, args.tensor_parallel_size);
    replica.restart(args, model, this.#now);
    return replica;
  }

  setWeights(deployment: Deployment, weights: Weights): void {
    deployment.setWeights(weights, this.behaviour.apply_delay_seconds);
  }

  removeReplica(deployment: Deployment, replicaId: string): void {
    if (this.behaviour.refuse_removals) {
      throw new Problem(503, 'Removal refused', `the gateway takes no removals now; ${replicaId} stays as it is`);
    }
    deployment.remove(replicaId);
  }

  /** To be called right after `advance`. */
  machineChanged(machine: Machine): void {
    for (const deployment of this.#deployments) {
      const residents = deployment.replicas.filter((replica) => replica.machine.instanceId === machine.instanceId);
      for (const replica of residents) {
        if (machine.hardware !== replica.machine.hardware) replica.machineIs(machine);
        if (machine.state === 'running') replica.machineRuns(this.#now);
        else if (machine.state !== 'pending') replica.machineEnds(this.#now, deployment.log);
      }
    }
  }

  /** Undefined where no replica is on the machine. To be called right after `advance`. */
  gpuUse(machine: Machine): GpuUse | undefined {
    const uses = this.#deployments.flatMap((deployment) => {
      const residents = deployment.replicas.filter((replica) => replica.machine.instanceId === machine.instanceId);
      return residents.map((replica) => useOf(replica, deployment.loadOf(replica)));
    });
    if (uses.length === 0) return undefined;
    const mean = (of: (use: GpuUse) => number) => uses.reduce((sum, use) => sum + of(use), 0) / gpusOf(machine);
    return { now: mean(({ now }) => now), usual: mean(({ usual }) => usual) };
  }

  /** Starts replicas on all GPUs of the deployment's machines, warm, with equal shares of the load. */
  #fill(deployment: Deployment): void {
    const { spec } = deployment;
    const args = spec.engine_args;
    const machines = spec.machines.map((name) => this.#named(name));
    const places = machines.flatMap((machine) =>
      this.#places(machine, spec).map((firstGpu) => ({ machine, firstGpu })),
    );
    for (const { machine, firstGpu } of places) {
      const model = modelOn(machine, spec, args);
      const start = { id: this.#newId(deployment), machine, args, model, firstGpu };
      const replica = Replica.atRest(start, this.#now, spec.load.requests_per_second / places.length);
      replica.weight = 1;
      deployment.add(replica);
    }
  }

  #places(machine: Machine, spec: NewDeployment): readonly number[] {
    const size = spec.engine_args.tensor_parallel_size;
    const fitting = Math.max(1, Math.floor(gpusOf(machine) / size));
    const taken = this.#replicas().some((replica) => replica.machine.instanceId === machine.instanceId);
    if (taken) throw new Problem(400, 'Machine is taken', `${machine.instanceId} already serves another deployment`);
    return range(0, fitting).map((k) => k * size);
  }

  #named(name: string): Machine {
    const machines = this.#machines.of(this.accountId).filter(({ state }) => state === 'running');
    const found = machines.find((machine) => machine.name === name);
    const known = machines.map((machine) => machine.name).join(', ');
    if (found) return found;
    throw new Problem(400, 'No such machine', `${name} does not run in ${this.accountId}; there are: ${known}`);
  }

  #machine(id: string): Machine {
    const machine = this.#machines.get(id);
    if (machine?.accountId !== this.accountId) {
      throw new Problem(404, 'No such machine', `${id} is no machine of the account ${this.accountId}`);
    }
    if (machine.state !== 'pending' && machine.state !== 'running') {
      throw new Problem(409, 'Machine has ended', `${id} is ${machine.state}; a replica needs it pending or running`);
    }
    return machine;
  }

  #checkRoom(replica: Replica, size: number): void {
    const others = this.#replicas().filter((other) => other !== replica);
    const total = gpusOf(replica.machine);
    const blocked = others
      .filter((other) => other.holdsGpus && other.machine.instanceId === replica.machine.instanceId)
      .map((other) => other.firstGpu)
      .filter((gpu) => gpu > replica.firstGpu);
    const room = Math.min(total, ...blocked) - replica.firstGpu;
    if (size <= room) return;
    throw new Problem(
      400,
      'Too few GPUs',
      `tensor_parallel_size ${size} of ${replica.id}: it has room on ${room} GPUs`,
    );
  }

  #replicas(): readonly Replica[] {
    return this.#deployments.flatMap(({ replicas }) => replicas);
  }

  #newId(deployment: Deployment): string {
    this.#started += 1;
    return `${deployment.spec.name}-${this.#started}`;
  }
}

/** How busy a replica keeps its GPUs, all of them together: 8 where each of 8 works all the time. */
function useOf({ engine, args, answers }: Replica, load: number): GpuUse {
  const gpus = args.tensor_parallel_size;
  return { now: answers ? gpus * engine.busy : 0, usual: gpus * engine.busyUnder(load) };
}

function residentOf(deployment: Deployment, machine: Machine): Replica {
  const resident = deployment.replicas.find(
    (replica) => replica.machine.instanceId === machine.instanceId && replica.holdsGpus && replica.state !== 'draining',
  );
  if (resident) return resident;
  throw new Problem(409, 'Machine is full', `${machine.instanceId} has too few free GPUs for ${deployment.spec.name}`);
}

function sameArgs(a: EngineArgs, b: EngineArgs): boolean {
  return (Object.keys(a) as (keyof EngineArgs)[]).every((key) => a[key] === b[key]);
}
