import { AssertionError } from 'chai';
import type { PlatformEvent } from '../support/drivers/event-stream';
import type { RunningMachine } from '../support/drivers/machines';
import type { Percent } from './amounts/percent';
import type { Settings } from './baseline';
import type { Customer } from './customer';
import type { Quality } from './quality';
import { p95, type Reading, type Serving } from './serving';

/** What was seen from outside when a stage of the rollout had been validated. */
export interface StageLook {
  readonly step: string;
  /** The worst of the replicas that are new or run with other settings. */
  readonly right: Percent;
  /** P95 in seconds of the replicas that are new or run with other settings, since the last look. */
  readonly latency: number;
}

/** Which machines ran when a step began. */
export interface MachineLook {
  readonly step: string;
  readonly running: readonly string[];
  readonly machines: readonly RunningMachine[];
}

/** State before the first change. */
interface Before {
  readonly reading: Reading;
  readonly settings: Settings;
  readonly right: Percent;
  readonly latency: number;
}

const EMPTY: Reading = new Map();

/**
 * Follows a rollout from outside while it runs: at every validated stage it asks the model and reads the fleet's own histograms, at every
 * step's begin it looks which machines run. It listens before the act, so that it misses nothing.
 */
export class RolloutDiary {
  readonly stages: StageLook[] = [];
  readonly machines: MachineLook[] = [];
  #seen: number;
  #reading: Reading;
  #closed = false;
  #close: () => void = () => {};
  readonly #closing = new Promise<void>((resolve) => {
    this.#close = resolve;
  });
  readonly #following: Promise<void>;

  private constructor(
    private readonly customer: Customer,
    private readonly eyes: { readonly serving: Serving; readonly quality: Quality },
    readonly before: Before,
  ) {
    this.#reading = before.reading;
    this.#seen = customer.own.events.events.length;
    this.#following = this.#follow();
    // Its failure is reported by close(); until then nobody is there to hear it.
    this.#following.catch(() => {});
  }

  static async begin(
    customer: Customer,
    eyes: { readonly serving: Serving; readonly quality: Quality },
  ): Promise<RolloutDiary> {
    const reading = await eyes.serving.read(customer);
    const settings = await eyes.serving.settings(customer);
    const { right } = await eyes.quality.worst(customer);
    return new RolloutDiary(customer, eyes, {
      reading,
      settings,
      right,
      latency: p95(reading, EMPTY, [...reading.keys()]),
    });
  }

  /** Stops following; what went wrong while looking comes out here. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#close();
    await this.#following;
  }

  async #follow(): Promise<void> {
    const { events } = this.customer.own;
    while (true) {
      const fresh = events.events.slice(this.#seen);
      this.#seen += fresh.length;
      for (const event of fresh) await this.#note(event);
      if (this.#closed && fresh.length === 0) return;
      if (fresh.length === 0) await Promise.race([events.next(1000), this.#closing]);
    }
  }

  async #note({ type, data }: PlatformEvent): Promise<void> {
    const step = data.step ?? '';
    if (type === 'optimization.step_started') {
      const machines = await this.customer.runningMachines();
      this.machines.push({ step, running: machines.map(({ instanceId }) => instanceId), machines });
    }
    if (type === 'optimization.step_completed' && step.startsWith('validate_')) await this.#lookAtStage(step);
  }

  async #lookAtStage(step: string): Promise<void> {
    const reading = await this.eyes.serving.read(this.customer);
    const changed = changedSince(this.before.settings, await this.eyes.serving.settings(this.customer));
    if (changed.length === 0)
      throw new AssertionError(`${step} was completed, but no replica of ${this.customer.name} had changed`);
    const latency = p95(reading, this.#reading, changed);
    this.#reading = reading;
    // The others answer as they did before.
    const { right } = await this.eyes.quality.worst(this.customer, changed);
    this.stages.push({ step, latency, right });
  }
}

/** Replicas that carry load now and did not before, or run with other arguments. */
function changedSince(before: Settings, now: Settings): readonly string[] {
  return Object.keys(now).filter((id) => JSON.stringify(now[id]) !== JSON.stringify(before[id]));
}
