import { decode } from './codings.ts';
import { exception } from './exceptions.ts';
import type { SessionRequest, Statement } from './statement.ts';

/** The part of an HTTP request a statement is made of. */
export interface StatementRequest {
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** GET may only read, as ClickHouse has it. */
  readonly readOnly: boolean;
}

/**
 * Reads a statement out of a request: `query` in the URL, in the body, or both joined by a line break, with
 * `param_*`, `database`, `session_*` and settings in the URL. A multipart body holds `query` and `param_*` as fields.
 */
export async function parseStatement(request: StatementRequest): Promise<Statement> {
  const body = await decode(request.body, header(request, 'content-encoding'));
  const multipart = header(request, 'content-type')?.startsWith('multipart/form-data') === true;
  const form = multipart ? await formFields(request, body) : [];
  const fields = new Map([...request.query, ...form]);
  const format = fields.get('default_format') ?? header(request, 'x-clickhouse-format') ?? 'TabSeparated';
  if (!/^\w+$/.test(format)) throw exception('BAD_ARGUMENTS', `${JSON.stringify(format)} is not the name of a format`);
  const session = sessionOf(fields);
  return {
    sql: joined(fields.get('query'), multipart ? Buffer.alloc(0) : body),
    format,
    database: fields.get('database') ?? header(request, 'x-clickhouse-database'),
    // A session made read-only could not be made writable again for its next statement.
    settings: { ...settingsOf(request.query), ...(request.readOnly && session === undefined && { readonly: '2' }) },
    parameters: parametersOf(fields),
    session,
  };
}

/** Options of the HTTP interface itself, which the engine does not know as settings. */
const NOT_SETTINGS = new Set([
  'query',
  'query_id',
  'database',
  'default_format',
  'session_id',
  'session_timeout',
  'session_check',
  'user',
  'password',
  'role',
  'quota_key',
  'compress',
  'decompress',
  'buffer_size',
  'wait_end_of_query',
  'stacktrace',
  'send_progress_in_http_headers',
  'http_headers_progress_interval_ms',
  'http_response_buffer_size',
  'enable_http_compression',
  'http_zlib_compression_level',
]);

const DEFAULT_SESSION_TIMEOUT_SECONDS = 60;

function settingsOf(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query].filter(([name]) => !NOT_SETTINGS.has(name) && !name.startsWith('param_')));
}

function parametersOf(fields: ReadonlyMap<string, string>): Record<string, string> {
  const named = [...fields].filter(([name]) => name.startsWith('param_'));
  return Object.fromEntries(named.map(([name, value]) => [name.slice('param_'.length), value]));
}

function sessionOf(fields: ReadonlyMap<string, string>): SessionRequest | undefined {
  const id = fields.get('session_id');
  if (id === undefined || id === '') return undefined;
  const timeout = fields.get('session_timeout') ?? String(DEFAULT_SESSION_TIMEOUT_SECONDS);
  if (!/^\d{1,6}$/.test(timeout)) {
    throw exception('BAD_ARGUMENTS', `session_timeout is ${JSON.stringify(timeout)}; allowed are whole seconds`);
  }
  return { id, timeoutSeconds: Number(timeout), mustExist: fields.get('session_check') === '1' };
}

async function formFields(request: StatementRequest, body: Buffer): Promise<[string, string][]> {
  const type = header(request, 'content-type') ?? '';
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  return [...form].flatMap(([name, value]): [string, string][] => (typeof value === 'string' ? [[name, value]] : []));
}

function joined(query: string | undefined, body: Buffer): Buffer {
  if (query === undefined || query === '') return body;
  return body.length === 0 ? Buffer.from(query) : Buffer.concat([Buffer.from(`${query}\n`), body]);
}

function header(request: StatementRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
