import type { Addresses } from './addresses';

/** An environment that runs. Only a started one has addresses. */
export interface StartedEnvironment extends AsyncDisposable {
  readonly addresses: Addresses;
  /** Ends what this start began, and only that; resolves when all is gone. A second call waits for the first. */
  stop(): Promise<void>;
}

/** How a start is told to whoever waits for it, and how it is called off. */
export interface StartOptions {
  /** Gets one short line per service that became ready. */
  readonly report: (line: string) => void;
  /** Told when, after the start, a service ends that nobody asked to. */
  readonly alarm: (message: string) => void;
  /** Calls the start off: it stops what it has begun and rejects. */
  readonly signal: AbortSignal;
}

/** An environment cannot be started or used; the message is a paragraph for the person at the keyboard. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}
