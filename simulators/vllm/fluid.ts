import type { ReplicaModel } from './replica-model.ts';

/** A stretch of time during which a replica hardly changes. */
export interface Stretch {
  /** World seconds from the start of the advance. */
  readonly from: number;
  readonly to: number;
  /** Mean number of requests in the replica. */
  readonly present: number;
  readonly completed: number;
  /** Arrivals turned away because they would have waited past their deadline. */
  readonly refused: number;
  /** The replica has come to rest under its load. */
  readonly steady: boolean;
}

/** Shortest stretch, world seconds; longer ones only where the number present changes by less than 0.2 %. */
const shortest = 0.5;
const longest = 60;
const relativeChange = 0.002;
const restTolerance = 1e-5;

/**
 * The transient of a replica: dn/dt = load - throughput(n), n the requests present, capped at the model's limit.
 * Its rest point is the closed form's, and once there any length of time is one stretch.
 * @param load requests a second, constant meanwhile
 * @param seconds world seconds
 * @param each told of every stretch in order
 * @returns the number of requests present at the end
 */
export function flow(
  replica: { readonly model: ReplicaModel; readonly present: number; readonly load: number },
  seconds: number,
  each: (stretch: Stretch) => void,
): number {
  const { model, load } = replica;
  const rest = model.restPoint(load);
  let present = replica.present;
  let from = 0;
  while (from < seconds) {
    if (Math.abs(present - rest) <= restTolerance * Math.max(rest, 1)) {
      const completed = Math.min(load, model.throughput(rest)) * (seconds - from);
      const refused = load * (seconds - from) - completed;
      each({ from, to: seconds, present: rest, completed, refused, steady: true });
      return rest;
    }
    const to = Math.min(seconds, from + stretchLength(model, load, present));
    const next = integrate(model, { present, load }, to - from);
    const completed = Math.max(0, load * (to - from) - next.refused - (next.present - present));
    each({ from, to, present: (present + next.present) / 2, completed, refused: next.refused, steady: false });
    present = next.present;
    from = to;
  }
  return present;
}

function stretchLength(model: ReplicaModel, load: number, present: number): number {
  const rate = Math.abs(load - model.throughput(present));
  return Math.min(longest, Math.max(shortest, (relativeChange * present) / rate));
}

/** Fourth-order Runge-Kutta in steps well below the fastest time constant, which is `alone`. */
function integrate(
  model: ReplicaModel,
  start: { readonly present: number; readonly load: number },
  seconds: number,
): { readonly present: number; readonly refused: number } {
  const steps = Math.ceil(seconds / Math.min(0.05, model.alone / 2));
  const h = seconds / steps;
  const slope = (n: number) => start.load - model.throughput(Math.max(0, n));
  let present = start.present;
  let refused = 0;
  for (let step = 0; step < steps; step++) {
    const k1 = slope(present);
    const k2 = slope(present + (h / 2) * k1);
    const k3 = slope(present + (h / 2) * k2);
    const k4 = slope(present + h * k3);
    present = Math.max(0, present + (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4));
    if (present > model.limit) {
      refused += present - model.limit;
      present = model.limit;
    }
  }
  return { present, refused };
}
