/** An error in ClickHouse's own terms: a number, a name and a sentence. */
export class ClickHouseException extends Error {
  override readonly name = 'ClickHouseException';
  readonly code: number;

  /** @param text the whole message as ClickHouse words it, `Code: N. DB::Exception: … (NAME)` */
  constructor(code: number, text: string, options?: ErrorOptions) {
    super(text, options);
    this.code = code;
  }

  /** The HTTP status ClickHouse answers with for this code. */
  get status(): number {
    return STATUS_BY_CODE.get(this.code) ?? 500;
  }
}

/** An exception this server raises itself. */
export function exception(kind: keyof typeof CODES, sentence: string): ClickHouseException {
  const code = CODES[kind];
  return new ClickHouseException(code, `Code: ${code}. DB::Exception: ${sentence} (${kind})`);
}

/** Any failure, such as one thrown by the engine, as an exception of ClickHouse. */
export function asException(error: unknown): ClickHouseException {
  if (error instanceof ClickHouseException) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = /^Code: (\d+)\./.exec(text)?.[1];
  if (code !== undefined) return new ClickHouseException(Number(code), text, { cause: error });
  return new ClickHouseException(
    CODES.UNKNOWN_EXCEPTION,
    `Code: ${CODES.UNKNOWN_EXCEPTION}. DB::Exception: ${text} (UNKNOWN_EXCEPTION)`,
    { cause: error },
  );
}

const CODES = {
  BAD_ARGUMENTS: 36,
  NOT_IMPLEMENTED: 48,
  SESSION_NOT_FOUND: 372,
  SESSION_IS_LOCKED: 373,
  UNKNOWN_EXCEPTION: 1002,
} as const;

/** From ClickHouse's source, exceptionCodeToHTTPStatus; every other code is 500. */
const STATUS_BY_CODE: ReadonlyMap<number, number> = new Map([
  ...codes(400, [6, 26, 27, 38, 41, 43, 44, 53, 62, 69, 70, 72, 117, 131, 158, 307, 321, 386, 456, 36]),
  ...codes(404, [16, 46, 47, 50, 56, 60, 63, 71, 73, 78, 81, 115, 372]),
  ...codes(403, [192, 193, 497]),
  ...codes(408, [159]),
  ...codes(413, [223]),
  ...codes(423, [373]),
  ...codes(501, [48]),
  ...codes(503, [202, 209]),
]);

function codes(status: number, numbers: readonly number[]): [number, number][] {
  return numbers.map((code) => [code, status]);
}
