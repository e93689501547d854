import { AccessLog, type Outcomes } from './access-log.ts';
import { forPart, type Pace, paceAt, standstill, together, type WallSpan } from './pace.ts';
import { Problem } from './problem.ts';
import type { Replica, ReplicaView } from './replica.ts';
import type { NewDeployment, Weights } from './schemas.ts';

/** A deployment as the gateway lists it. */
export interface DeploymentView {
  readonly name: string;
  readonly model: string;
  readonly slo_p95_seconds: number;
  readonly replicas: readonly ReplicaView[];
}

interface PendingWeights {
  readonly at: number;
  readonly weights: Weights;
}

/** What is known of the time before the deployment became part of this world. Wall milliseconds. */
interface Opening {
  readonly at: number;
  /** When the youngest of its machines was launched. */
  readonly since: number;
  readonly pace: Pace;
}

/** One model served on several replicas: the gateway's split of the load, lazily carried forward in world seconds. */
export class Deployment {
  readonly spec: NewDeployment;
  readonly log = new AccessLog();
  #load: number;
  #replicas: Replica[] = [];
  #pending: PendingWeights[] = [];
  #credit = new Map<string, number>();
  #now: number;
  #opening: Opening = { at: 0, since: Number.POSITIVE_INFINITY, pace: standstill };

  constructor(spec: NewDeployment, now: number) {
    this.spec = spec;
    this.#load = spec.load.requests_per_second;
    this.#now = now;
  }

  get replicas(): readonly Replica[] {
    return this.#replicas;
  }

  /** Requests a second that arrive. To be set right after `advance`, since it holds from there on. */
  set load(requestsPerSecond: number) {
    this.#load = requestsPerSecond;
  }

  /** Requests a second that the replica gets. */
  loadOf(replica: Replica): number {
    return replica.serving ? (this.#load * replica.weight) / weightOf(this.#serving()) : 0;
  }

  add(replica: Replica): void {
    this.#replicas.push(replica);
  }

  replica(id: string): Replica | undefined {
    return this.#replicas.find((replica) => replica.id === id);
  }

  /** Lets the world pass up to `to`, stopping at every change of a replica's state or of the weights. */
  advance(to: number): void {
    while (this.#now < to) {
      const due = Math.min(...this.#replicas.map(({ changesAt }) => changesAt), this.#pending[0]?.at ?? to);
      const until = Math.max(this.#now, Math.min(due, to));
      this.#pass(until);
      this.#settle();
    }
  }

  /** Takes effect `delay` world seconds from now; problems 400 and 409 for replicas that cannot be given traffic. */
  setWeights(weights: Weights, delay: number): void {
    for (const [id, weight] of Object.entries(weights)) this.#checkWeight(id, weight);
    this.#pending = [...this.#pending, { at: this.#now + delay, weights }].sort((a, b) => a.at - b.at);
    this.#settle();
  }

  get weights(): Weights {
    return Object.fromEntries(this.#replicas.map((replica) => [replica.id, replica.weight]));
  }

  /** Stops the replica once it has answered what it has; a problem 409 where it is the last that takes traffic. */
  remove(id: string): void {
    const replica = this.replica(id);
    if (!replica) return;
    if (replica.serving && this.#serving().length === 1) {
      throw new Problem(409, 'Last replica', `${id} is the only replica of ${this.spec.name} that takes traffic`);
    }
    replica.drain();
    this.#settle();
  }

  /** Requests of the trailing window, world seconds. */
  traffic(windowSeconds: number): Outcomes {
    return this.log.within({ from: this.#now - windowSeconds, to: this.#now });
  }

  /** All replicas that it begins with are there: since their machines were launched it has served as it does now. @param wall milliseconds */
  open(wall: number): void {
    const since = Math.max(...this.#replicas.map(({ machine }) => machine.launchedAt));
    this.#opening = { at: wall, since, pace: this.#pace() };
  }

  /**
   * What it answered in a stretch of the past, as at rest: before its opening as it was opened, from then on as it serves
   * at present. Of a stretch that begins before the deployment was there the part in which it was; undefined where there is none.
   */
  paceDuring({ from, to }: WallSpan): Pace | undefined {
    const { at, since, pace } = this.#opening;
    const begin = Math.max(from, since);
    if (begin >= to) return undefined;
    const before = Math.max(0, Math.min(1, (at - begin) / (to - begin)));
    if (before === 1) return pace;
    return together([forPart(pace, before), forPart(this.#pace(), 1 - before)]);
  }

  /** The replica whose turn it is, by weight: each gains its weight as credit, the richest pays for all. */
  next(): Replica | undefined {
    const serving = this.#serving();
    for (const { id, weight } of serving) this.#credit.set(id, this.#creditOf(id) + weight);
    const [chosen] = serving.toSorted((a, b) => this.#creditOf(b.id) - this.#creditOf(a.id));
    if (chosen) this.#credit.set(chosen.id, this.#creditOf(chosen.id) - weightOf(serving));
    return chosen;
  }

  view(): DeploymentView {
    const { name, model, slo_p95_seconds } = this.spec;
    return { name, model, slo_p95_seconds, replicas: this.#replicas.map((replica) => replica.view()) };
  }

  /** A replica that is not there refuses connections, and the gateway asks the next: its share is the others' at once. */
  #pass(to: number): void {
    const span = { from: this.#now, to };
    for (const replica of this.#replicas) replica.advance(span, this.loadOf(replica), this.log);
    if (this.#serving().length === 0)
      this.log.add('', span, { ok: 0, failed: 0, refused: this.#load * (to - this.#now) });
    this.#now = to;
  }

  #settle(): void {
    for (const replica of this.#replicas) replica.settle(this.#now);
    while (this.#pending[0] && this.#pending[0].at <= this.#now) this.#apply(this.#pending.shift()?.weights ?? {});
    this.#replicas = this.#replicas.filter((replica) => !replica.removed);
  }

  /** Replicas that ended since the weights were set keep none. */
  #apply(weights: Weights): void {
    for (const replica of this.#replicas) {
      replica.weight = mayServe(replica) ? (weights[replica.id] ?? 0) : 0;
    }
  }

  #checkWeight(id: string, weight: number): void {
    const replica = this.replica(id);
    const known = this.#replicas.map((each) => each.id).join(', ');
    if (!replica) throw new Problem(400, 'No such replica', `${id} is none of ${this.spec.name}'s replicas: ${known}`);
    if (weight > 0 && !mayServe(replica)) {
      throw new Problem(
        409,
        'Replica takes no traffic',
        `${id} is ${replica.state}; only loading and ready ones may have weight`,
      );
    }
  }

  #pace(): Pace {
    return together(this.#serving().map((replica) => paceAt(replica.engine.model, this.loadOf(replica))));
  }

  #serving(): readonly Replica[] {
    return this.#replicas.filter((replica) => replica.serving);
  }

  #creditOf(id: string): number {
    return this.#credit.get(id) ?? 0;
  }
}

function mayServe(replica: Replica): boolean {
  return replica.state === 'loading' || replica.state === 'ready';
}

function weightOf(replicas: readonly Replica[]): number {
  return replicas.reduce((sum, { weight }) => sum + weight, 0);
}
