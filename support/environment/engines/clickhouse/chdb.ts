import { ConfigurationError } from '../shared/config.ts';

/**
 * The part of the package `chdb` in use. Written out here because the package is optional: this folder has to type-check
 * where it is not installed.
 */
export interface Chdb {
  readonly Session: new (path: string) => ChdbSession;
  /** Resolves when no native operation runs any more. */
  drainPending(): Promise<void>;
}

/** One native connection: queries on it run one after the other, on different ones in parallel. */
export interface ChdbSession {
  queryAsync(sql: string, options: { readonly format: string }): Promise<ChdbResult>;
  insert(rows: ChdbInsert): Promise<{ readonly rowsWritten: number; readonly bytesWritten: number }>;
  close(): void;
}

export interface ChdbResult {
  readonly rowsRead: number;
  readonly bytesRead: number;
  /** Seconds. */
  readonly elapsed: number;
  bytes(): Uint8Array;
}

export interface ChdbInsert {
  readonly table: string;
  readonly columns?: readonly string[];
  readonly values: Buffer;
  readonly format: string;
}

/**
 * Loads the engine.
 * @throws {ConfigurationError} when it is not installed or cannot run on this platform.
 */
export async function loadChdb(specifier = 'chdb'): Promise<Chdb> {
  try {
    return await import(specifier);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new ConfigurationError(
      `the ClickHouse engine (npm package "chdb", an optional dependency of about 540 MB) cannot be loaded: ${reason}. ` +
        'It runs on Linux (glibc) and macOS, x64 and arm64. Install it with "npm install --include=optional", or use a ' +
        'ClickHouse server of your own instead of this one. There is no substitute for the engine.',
      { cause },
    );
  }
}
