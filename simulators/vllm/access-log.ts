/** Requests by how they ended: answered, failed on the way, or not taken on. */
export interface Outcomes {
  readonly ok: number;
  readonly failed: number;
  readonly refused: number;
}

/** World seconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

interface Entry extends Span, Outcomes {}

/** Longest window that can be asked for, world seconds. */
const keptSeconds = 86_400;
const pruneFrom = 10_000;
const equalRates = 1e-6;

/** The gateway's access log of one deployment: expected numbers of requests over stretches of time, by replica. */
export class AccessLog {
  /** By replica, in order of time. */
  readonly #entries = new Map<string, Entry[]>();
  readonly #totals = new Map<string, Outcomes>();

  /** Requests evenly spread over the span; at one instant where it has no length. */
  add(replicaId: string, span: Span, outcomes: Outcomes): void {
    const total = this.#totals.get(replicaId) ?? { ok: 0, failed: 0, refused: 0 };
    this.#totals.set(replicaId, sum(total, outcomes));
    const entries = this.#entries.get(replicaId) ?? [];
    this.#entries.set(replicaId, entries);
    append(entries, { ...span, ...outcomes });
  }

  within(window: Span): Outcomes {
    const parts = [...this.#entries.values()].flat().map((entry) => scale(entry, overlap(entry, window)));
    return parts.reduce(sum, { ok: 0, failed: 0, refused: 0 });
  }

  /** Since the beginning, by replica; requests that no replica could take stand under ''. */
  get totals(): ReadonlyMap<string, Outcomes> {
    return this.#totals;
  }
}

/** Adds the entry; one that goes on as the last did is made part of it, so that a quiet fleet's log stays short. */
function append(entries: Entry[], entry: Entry): void {
  const last = entries.at(-1);
  if (last && last.to === entry.from && alike(last, entry)) {
    entries[entries.length - 1] = { from: last.from, to: entry.to, ...sum(last, entry) };
    return;
  }
  entries.push(entry);
  if (entries.length % pruneFrom !== 0) return;
  const kept = entries.findIndex(({ to }) => to > entry.to - keptSeconds);
  entries.splice(0, kept);
}

function alike(a: Entry, b: Entry): boolean {
  const rate = (entry: Entry, count: number) => count / (entry.to - entry.from);
  const close = (x: number, y: number) => Math.abs(x - y) <= equalRates * Math.max(x, y, 1);
  return (
    close(rate(a, a.ok), rate(b, b.ok)) &&
    close(rate(a, a.failed), rate(b, b.failed)) &&
    close(rate(a, a.refused), rate(b, b.refused))
  );
}

/** The share of the entry that lies in the window, 0..1. */
function overlap(entry: Span, window: Span): number {
  if (entry.from === entry.to) return entry.from > window.from && entry.to <= window.to ? 1 : 0;
  const length = Math.min(entry.to, window.to) - Math.max(entry.from, window.from);
  return Math.max(0, length) / (entry.to - entry.from);
}

function scale(outcomes: Outcomes, factor: number): Outcomes {
  return { ok: outcomes.ok * factor, failed: outcomes.failed * factor, refused: outcomes.refused * factor };
}

function sum(a: Outcomes, b: Outcomes): Outcomes {
  return { ok: a.ok + b.ok, failed: a.failed + b.failed, refused: a.refused + b.refused };
}
