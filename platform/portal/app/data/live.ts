import type { components } from '../../../../contracts/generated/events.ts';

export type LiveEvent = components['schemas']['Event'];

export type LiveState = 'connecting' | 'live' | 'reconnecting';

/** What comes of a line that was opened. */
export interface LineListener {
  opened(): void;
  heard(text: string): void;
  closed(code: number): void;
}

/** As far as a browser's WebSocket is needed. */
export interface Line {
  close(): void;
}

export interface LiveOptions {
  /** Opens a line; whatever comes of it comes later. @param after the last event that is known */
  readonly open: (after: number | undefined, listener: LineListener) => Line;
  readonly onEvent: (event: LiveEvent) => void;
  readonly onState: (state: LiveState) => void;
  /** The token was refused: a renewed one may not be. */
  readonly onUnauthorized: () => void;
  /** 0..1; replaced in tests. */
  readonly random?: () => number;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 15_000;
/** A line is opened before it is known whether anybody listens at its other end, so that only one that lasts counts. */
const LASTING_MS = 1000;
const UNAUTHENTICATED = 4401;
const FORBIDDEN = 4403;

/** The wait before the next try, growing with each: half of it fixed, half of it by chance, so that not all come back at once. */
export function waitBefore(tries: number, random: number): number {
  const whole = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
  return whole / 2 + (whole / 2) * random;
}

/** Live updates that find their way back by themselves, and then catch up on what was missed. */
export class Live {
  readonly #options: LiveOptions;
  #line: Line | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #proof: ReturnType<typeof setTimeout> | undefined;
  #last: number | undefined;
  #tries = 0;
  #isEnded = false;
  #isLive = false;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#open('connecting');
  }

  /** Does not wait any longer, as when the network is back. */
  tryNow(): void {
    if (this.#isEnded || this.#line) return;
    clearTimeout(this.#timer);
    this.#open('reconnecting');
  }

  end(): void {
    this.#isEnded = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#proof);
    this.#line?.close();
  }

  #open(state: LiveState): void {
    this.#options.onState(state);
    this.#line = this.#options.open(this.#last, {
      opened: () => {
        this.#proof = setTimeout(() => this.#proven(), LASTING_MS);
      },
      heard: (text) => {
        this.#proven();
        this.#take(text);
      },
      closed: (code) => this.#lost(code),
    });
  }

  #proven(): void {
    clearTimeout(this.#proof);
    if (this.#isEnded || this.#isLive) return;
    this.#isLive = true;
    this.#tries = 0;
    this.#options.onState('live');
  }

  #take(text: string): void {
    const event = JSON.parse(text) as LiveEvent;
    // After a reconnection what was on its way may come a second time.
    if (this.#last !== undefined && event.id <= this.#last) return;
    this.#last = event.id;
    this.#options.onEvent(event);
  }

  #lost(code: number): void {
    this.#line = undefined;
    this.#isLive = false;
    clearTimeout(this.#proof);
    if (this.#isEnded) return;
    this.#options.onState('reconnecting');
    if (code === FORBIDDEN) {
      this.#isEnded = true;
      return;
    }
    if (code === UNAUTHENTICATED) this.#options.onUnauthorized();
    const wait = waitBefore(this.#tries, (this.#options.random ?? Math.random)());
    this.#tries += 1;
    this.#timer = setTimeout(() => this.#open('reconnecting'), wait);
  }
}
