import type { Machine } from '../world/machines.ts';
import { loadingSeconds } from '../world/start-up.ts';
import type { AccessLog, Outcomes, Span } from './access-log.ts';
import { Engine } from './engine.ts';
import type { ReplicaModel } from './replica-model.ts';
import type { EngineArgs } from './schemas.ts';

export type ReplicaState = 'loading' | 'ready' | 'draining' | 'failed' | 'gone';

/** A replica as the gateway lists it. */
export interface ReplicaView {
  readonly replica_id: string;
  readonly machine_id: string;
  readonly state: ReplicaState;
  readonly weight: number;
  readonly engine_args: EngineArgs;
}

/** What a replica is started with. */
export interface ReplicaStart {
  readonly id: string;
  readonly machine: Machine;
  readonly args: EngineArgs;
  readonly model: ReplicaModel;
  /** Index of its first GPU on the machine. */
  readonly firstGpu: number;
}

/** World seconds to the engine's readiness after a restart: the weights are in the host's memory still. */
const reloadingSeconds = 10;
/** World seconds after which an engine that cannot start is given up. */
const failingSeconds = 120;
/** World seconds that a replica stays listed after its machine vanished. */
const goneSeconds = 60;
/** Requests present below which an engine has drained. */
const drained = 0.05;

/** One replica's life: loading, ready, draining or gone. Time is in world seconds, and passes only by `advance`. */
export class Replica {
  readonly id: string;
  readonly firstGpu: number;
  weight = 0;
  #machine: Machine;
  #args: EngineArgs;
  #state: ReplicaState = 'loading';
  #engine: Engine;
  /** The process of before a restart, while it answers its last requests. */
  #finishing: Engine | undefined;
  #changesAt: number | undefined;
  #machineRuns = false;
  #removed = false;

  /** @param now when it is started; loading begins with the machine's running */
  constructor(start: ReplicaStart, now: number) {
    this.id = start.id;
    this.#machine = start.machine;
    this.firstGpu = start.firstGpu;
    this.#args = start.args;
    this.#engine = new Engine(start.model);
    if (start.machine.state === 'running') this.machineRuns(now);
  }

  /** A replica that has served `load` requests a second for long. */
  static atRest(start: ReplicaStart, now: number, load: number): Replica {
    const replica = new Replica(start, now);
    replica.#engine = new Engine(start.model, start.model.restPoint(load));
    replica.#state = 'ready';
    replica.#changesAt = undefined;
    return replica;
  }

  get machine(): Machine {
    return this.#machine;
  }

  get args(): EngineArgs {
    return this.#args;
  }

  get state(): ReplicaState {
    return this.#state;
  }

  get engine(): Engine {
    return this.#engine;
  }

  /** When its state changes by itself. */
  get changesAt(): number {
    return this.#changesAt ?? Number.POSITIVE_INFINITY;
  }

  /** It is to be listed no longer. */
  get removed(): boolean {
    return this.#removed;
  }

  /** Whether the gateway sends it requests. */
  get serving(): boolean {
    return this.#state === 'ready' && this.weight > 0;
  }

  /** Whether its GPUs are taken. */
  get holdsGpus(): boolean {
    return this.#state !== 'gone' && !this.#removed;
  }

  /** Whether an engine answers its port. */
  get answers(): boolean {
    return this.#state === 'ready' || this.#state === 'draining';
  }

  advance(span: Span, load: number, log: AccessLog): void {
    const record = (part: Span, outcomes: Outcomes) => log.add(this.id, part, outcomes);
    if (this.answers) this.#engine.advance(span, load, record);
    this.#finishing?.advance(span, 0, record);
    if (this.#finishing && this.#finishing.present < drained) this.#finishing = undefined;
    if (this.#state === 'draining' && this.#engine.present < drained) this.#removed = true;
  }

  /** Does what is due at `now`. */
  settle(now: number): void {
    if (this.changesAt > now) return;
    this.#changesAt = undefined;
    if (this.#state === 'gone') this.#removed = true;
    if (this.#state === 'loading') this.#state = this.machine.hardware.bootFailure ? 'failed' : 'ready';
  }

  /** The machine is another one underneath: slower or as fast again, or with answers of another quality. */
  machineIs(machine: Machine): void {
    this.#machine = machine;
    for (const engine of [this.#engine, this.#finishing]) engine?.slowDown(machine.hardware.gpuSlowdown);
  }

  machineRuns(now: number): void {
    this.#machineRuns = true;
    if (this.#state === 'loading' && this.#changesAt === undefined) this.#load(now, loadingSeconds);
  }

  /** The machine ends under it: whatever it was answering is lost. */
  machineEnds(now: number, log: AccessLog): void {
    if (this.#state === 'gone') return;
    const lost = this.#engine.die() + (this.#finishing?.die() ?? 0);
    if (lost > 0) log.add(this.id, { from: now, to: now }, { ok: 0, failed: lost, refused: 0 });
    this.#finishing = undefined;
    this.#state = 'gone';
    this.weight = 0;
    this.#changesAt = now + goneSeconds;
  }

  /** Loads the model anew; what is in flight is answered meanwhile by the process that goes. */
  restart(args: EngineArgs, model: ReplicaModel, now: number): void {
    this.#args = args;
    if (this.#state === 'ready') this.#finishing = this.#engine;
    this.#engine = new Engine(model);
    this.#state = 'loading';
    this.#changesAt = undefined;
    if (this.#machineRuns) this.#load(now, reloadingSeconds);
  }

  #load(now: number, seconds: number): void {
    this.#changesAt = now + (this.machine.hardware.bootFailure ? failingSeconds : seconds);
  }

  drain(): void {
    this.weight = 0;
    this.#changesAt = undefined;
    if (this.answers) this.#state = 'draining';
    else this.#removed = true;
  }

  view(): ReplicaView {
    return {
      replica_id: this.id,
      machine_id: this.machine.instanceId,
      state: this.#state,
      weight: this.weight,
      engine_args: this.#args,
    };
  }
}
