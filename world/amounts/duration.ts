const SECONDS = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 } as const;
type Unit = keyof typeof SECONDS;

/** A length of time as a sentence says it. Whether it is world time or wall time is for the reader of the sentence to know. */
export class Duration {
  private constructor(readonly seconds: number) {}

  static ofSeconds(seconds: number): Duration {
    if (!(seconds >= 0)) throw new RangeError(`A duration cannot be ${seconds} seconds`);
    return new Duration(seconds);
  }

  /** Reads "1 minute", "30 seconds", "2 hours", "7 days". */
  static parse(text: string): Duration {
    const match = /^(\d+(?:\.\d+)?) (second|minute|hour|day|week)s?$/.exec(text);
    if (!match?.[1]) throw new TypeError(`"${text}" is not a duration. Write it like 30 seconds, 1 minute or 7 days`);
    return new Duration(Number(match[1]) * SECONDS[match[2] as Unit]);
  }

  times(factor: number): Duration {
    return Duration.ofSeconds(this.seconds * factor);
  }

  get days(): number {
    return this.seconds / SECONDS.day;
  }

  get milliseconds(): number {
    return this.seconds * 1000;
  }

  /** For comparisons: the seconds. */
  valueOf(): number {
    return this.seconds;
  }

  /** In the largest unit that leaves no fraction: "1 minute", "90 seconds". */
  toString(): string {
    const units = (Object.keys(SECONDS) as Unit[]).reverse();
    const unit = units.find(
      (candidate) => this.seconds >= SECONDS[candidate] && this.seconds % SECONDS[candidate] === 0,
    );
    const amount = Number((this.seconds / SECONDS[unit ?? 'second']).toFixed(3));
    return `${amount} ${unit ?? 'second'}${amount === 1 ? '' : 's'}`;
  }
}
