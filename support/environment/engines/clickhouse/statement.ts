/** One statement as a client asks for it, free of HTTP. */
export interface Statement {
  /** SQL and, for an INSERT … FORMAT, the rows behind it. */
  readonly sql: Buffer;
  /** Output format where the SQL names none. */
  readonly format: string;
  /** Current database; the session's own when undefined. */
  readonly database: string | undefined;
  /** Settings of this statement alone. */
  readonly settings: Readonly<Record<string, string>>;
  /** Values of `{name:Type}` placeholders, escaped as in TabSeparated. */
  readonly parameters: Readonly<Record<string, string>>;
  /** The session to keep temporary tables and SETs in; undefined for a session that ends with the statement. */
  readonly session: SessionRequest | undefined;
}

export interface SessionRequest {
  readonly id: string;
  /** Seconds without a statement after which the session ends. */
  readonly timeoutSeconds: number;
  /** Whether the session has to exist already. */
  readonly mustExist: boolean;
}

/** What a statement came to. Rows and bytes are counts. */
export interface Outcome {
  readonly body: Uint8Array;
  readonly resultRows: number;
  readonly resultBytes: number;
  readonly writtenRows: number;
  readonly writtenBytes: number;
  readonly elapsedSeconds: number;
}
