/** Something that can tell when a condition may have changed, so that nobody has to poll for it. */
export interface Wake {
  /** Resolves at the next sign of life with true, or after `milliseconds` without one with false. */
  next(milliseconds: number): Promise<boolean>;
}

export interface Patience<T> {
  /** Wall milliseconds from `since` (default: now) until the wait is given up. */
  readonly within: number;
  /** Wall time at which the clock started; the act, where a sentence counts from the act. */
  readonly since?: number;
  readonly wake?: Wake | undefined;
  /** How the last value is shown in a failure. */
  readonly show?: (value: T) => string;
  /** The deadline as the sentence says it ("1 minute"). */
  readonly deadline?: string;
}

/** A condition did not come true in time. The facts are fields; the message is for a stranger. */
export class NotInTime<T> extends Error {
  override readonly name = 'NotInTime';
  constructor(
    readonly what: string,
    readonly last: T,
    readonly looks: number,
    readonly waited: number,
    shown: string,
    deadline: string,
  ) {
    super(
      `Expected ${what} within ${deadline}, but it was not so. Last seen: ${shown} (${looks} looks in ${Math.round(waited)} ms)`,
    );
  }
}

/**
 * Wall milliseconds between two looks. Where something wakes the wait, looking is a mere fall-back that becomes rarer while nothing is heard:
 * looks cost the system that is looked at. What nothing tells of is looked at steadily.
 */
const POLL = { first: 25, growth: 1.5, most: 400, steady: 50 } as const;

/**
 * The only way to wait. Looks at once, then after every wake-up and from time to time ({@link POLL}), until the condition holds or the
 * deadline has passed; a last look is taken at the deadline. An error of the probe ends the wait: it is not "not yet".
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T>,
  until: (value: T) => boolean,
  patience: Patience<T>,
): Promise<T> {
  const start = patience.since ?? Date.now();
  const end = start + patience.within;
  let pause: number = POLL.first;
  for (let looks = 1; ; looks++) {
    const lookedAt = Date.now();
    const left = Math.max(0, end - lookedAt);
    // Before the look: what happens during it may have come too late to be seen.
    const wakeUp = patience.wake?.next(Math.min(pause, left));
    const value = await probe();
    if (until(value)) return value;
    if (lookedAt >= end) throw notInTime(what, value, looks, patience, lookedAt - start);
    const isWoken = await (wakeUp ?? timer(Math.min(POLL.steady, Math.max(0, end - Date.now()))));
    pause = isWoken ? POLL.first : Math.min(pause * POLL.growth, POLL.most);
  }
}

function timer(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function notInTime<T>(what: string, last: T, looks: number, patience: Patience<T>, waited: number): NotInTime<T> {
  const shown = patience.show ? patience.show(last) : (JSON.stringify(last) ?? 'nothing');
  return new NotInTime(what, last, looks, waited, shown, patience.deadline ?? `${patience.within} ms`);
}
