import { WorldClock } from './clock.ts';

interface Appointment {
  readonly due: number;
  readonly act: () => void;
}

/** A clock for tests: world time stands still until it is moved. */
export class ManualClock extends WorldClock {
  #now: number;
  readonly #appointments = new Set<Appointment>();

  /** @param epoch world milliseconds at which it starts to stand still */
  constructor(epoch: number = Date.now()) {
    super(1, epoch);
    this.#now = epoch;
  }

  override now(): number {
    return this.#now;
  }

  override after(seconds: number, act: () => void): () => void {
    const appointment = { due: this.#now + seconds * 1000, act };
    this.#appointments.add(appointment);
    return () => this.#appointments.delete(appointment);
  }

  /** Lets `seconds` of the world pass; what falls due on the way happens in order, each at its own time. */
  pass(seconds: number): void {
    const end = this.#now + seconds * 1000;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#appointments.delete(next);
      this.#now = next.due;
      next.act();
    }
    this.#now = end;
  }

  #next(end: number): Appointment | undefined {
    const due = [...this.#appointments].filter((appointment) => appointment.due <= end);
    return due.sort((a, b) => a.due - b.due)[0];
  }
}
