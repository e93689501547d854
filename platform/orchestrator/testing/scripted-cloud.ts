import type { TaskOutput } from '../agents/tasks.ts';
import type { ReceivedTask, Script } from './scripted-agents.ts';

export const healthyLatency: TaskOutput<'close_window'> = {
  verdict: 'pass',
  requests: 1000,
  latency_p95_changed: 1.6,
  latency_p99_changed: 2,
  latency_p95_unchanged: 1.6,
  latency_degradation: 0,
  error_rate: 0,
};

export const healthyQuality: TaskOutput<'validate_quality'> = {
  verdict: 'approve',
  quality: 0.96,
  quality_baseline: 0.96,
  quality_drop: 0,
  hallucination_share: 0.02,
  answers: 100,
};

/** The machines of one customer: those named new-… are spot machines at $12,400 a month, the others cost $30,000. */
export class ScriptedCloud {
  readonly running: Set<string>;
  readonly interrupted = new Set<string>();
  /** Machines reserved by each purchase, at $21,000 a month each. */
  readonly reservations = new Map<string, number>();

  constructor(machines: readonly string[]) {
    this.running = new Set(machines);
  }

  /** What satisfied agents answer about these machines. */
  script(): Script {
    return {
      measure_spend: () => ({
        monthly_cost: this.#cost(),
        running: [...this.running],
        reservations: [...this.reservations.keys()],
      }),
      create_spot_instances: (task) => ({
        created: listOf(task, 'replaces').map((replaces) => this.#create(replaces)),
      }),
      create_instances: (task) => ({
        created: listOf(task, 'replaces').map((replaces) => this.#create(replaces)),
      }),
      create_placed_instances: (task) => ({
        created: listOf(task, 'replaces').map((replaces) => this.#create(replaces)),
      }),
      terminate_instances: (task) => ({
        terminated: this.#meantBy(task).filter((id) => this.running.delete(id)),
      }),
      check_spot_interruptions: (task) => ({
        interrupted: listOf(task, 'instance_ids').filter((id) => this.interrupted.has(id)),
      }),
      purchase_reservation: (task) => ({ reservation_id: this.#reserve(task) }),
      open_window: () => ({ snapshot: { counters: 1 } }),
      close_window: () => healthyLatency,
      validate_quality: () => healthyQuality,
      measure_error_budget: () => ({ allowed: 0.001, measured: 0.0002, kept: true }),
      record_outcome: () => ({ stored: true }),
    };
  }

  /** Idempotent, as the contract asks: the same machine asked for again is the one that is there. */
  #create(replaces: string): { instance_id: string; replaces: string } {
    const instance_id = replaces.replace('old', 'new');
    this.running.add(instance_id);
    return { instance_id, replaces };
  }

  #meantBy(task: ReceivedTask): readonly string[] {
    const created =
      task.parameters.created_for === undefined ? [] : [...this.running].filter((id) => id.startsWith('new'));
    return [...listOf(task, 'instance_ids'), ...created];
  }

  /** As the contract asks: what was not there before is taken for bought by the same task. */
  #reserve(task: ReceivedTask): string {
    const known = listOf(task, 'known_reservation_ids');
    const id = [...this.reservations.keys()].find((one) => !known.includes(one)) ?? `r-${this.reservations.size + 1}`;
    this.reservations.set(id, listOf(task, 'instance_ids').length);
    return id;
  }

  #cost(): number {
    const onDemand = [...this.running].filter((id) => !id.startsWith('new')).length;
    const reserved = [...this.reservations.values()].reduce((sum, count) => sum + count, 0);
    const spot = this.running.size - onDemand;
    return Math.max(0, onDemand - reserved) * 30_000 + reserved * 21_000 + spot * 12_400;
  }
}

function listOf({ parameters }: ReceivedTask, name: string): readonly string[] {
  const list = parameters[name];
  if (!Array.isArray(list)) throw new Error(`The task has no list ${name}`);
  return list;
}
