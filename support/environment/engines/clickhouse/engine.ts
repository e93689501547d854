import type { Chdb, ChdbSession } from './chdb.ts';
import { exception } from './exceptions.ts';
import { type InlineInsert, parseInlineInsert } from './insert.ts';
import { Sessions } from './sessions.ts';
import type { Outcome, Statement } from './statement.ts';

/** The ClickHouse engine on one data folder. Only one process can have a folder open. */
export class Engine {
  readonly #chdb: Chdb;
  readonly #sessions: Sessions;
  /** Holds the folder open between statements: the engine would shut down with its last session. */
  readonly #anchor: ChdbSession;

  constructor(chdb: Chdb, dataDir: string) {
    this.#chdb = chdb;
    this.#anchor = new chdb.Session(dataDir);
    this.#sessions = new Sessions(chdb, dataDir);
  }

  /** Runs one statement; rejects with the engine's own error. */
  async run(statement: Statement): Promise<Outcome> {
    const insert = parseInlineInsert(statement.sql);
    return this.#sessions.use(statement.session, async (session) => {
      const restore = statement.session ? await rememberContext(session, statement) : [];
      try {
        await setUp(session, statement);
        return insert ? await runInsert(session, insert) : await runSql(session, statement);
      } finally {
        await restoreContext(session, restore);
      }
    });
  }

  /** Cancels every statement that runs; each rejects with QUERY_WAS_CANCELLED. */
  async cancelAll(): Promise<void> {
    await execute(this.#anchor, "KILL QUERY WHERE query NOT LIKE 'KILL QUERY%' ASYNC");
  }

  /** Releases the data folder. */
  async close(): Promise<void> {
    this.#sessions.close();
    this.#anchor.close();
    await this.#chdb.drainPending();
  }
}

/**
 * The engine's defaults that differ from the server's. async_insert is a server's default too, but here nothing may
 * flush the buffer before the process ends; a synchronous insert keeps every promise of an asynchronous one.
 */
const SERVER_DEFAULTS = { implicit_select: '0', async_insert: '0' };

async function setUp(session: ChdbSession, statement: Statement): Promise<void> {
  // The settings' own async_insert comes first so that ours wins.
  const assignments = Object.entries({ ...statement.settings, ...SERVER_DEFAULTS }).map(([name, value]) =>
    assignment(name, value),
  );
  for (const [name, value] of Object.entries(statement.parameters))
    assignments.push(assignment(`param_${name}`, value));
  if (statement.database !== undefined) await execute(session, `USE ${identifier(statement.database)}`);
  await execute(session, `SET ${assignments.join(', ')}`);
}

async function runSql(session: ChdbSession, statement: Statement): Promise<Outcome> {
  const sql = statement.sql.toString('utf8');
  if (sql.trim() === '') throw exception('BAD_ARGUMENTS', 'Empty query');
  return selected(await session.queryAsync(sql, { format: statement.format }));
}

async function runInsert(session: ChdbSession, insert: InlineInsert): Promise<Outcome> {
  if (insert.rows.length === 0) return NOTHING;
  if (insert.raw === undefined) return selected(await execute(session, `${insert.header}\n${insert.rows}`));
  const started = performance.now();
  const { rowsWritten, bytesWritten } = await session.insert(insert.raw);
  return {
    ...NOTHING,
    writtenRows: rowsWritten,
    writtenBytes: bytesWritten,
    elapsedSeconds: (performance.now() - started) / 1000,
  };
}

const NOTHING: Outcome = {
  body: new Uint8Array(),
  resultRows: 0,
  resultBytes: 0,
  writtenRows: 0,
  writtenBytes: 0,
  elapsedSeconds: 0,
};

type ChdbRead = Awaited<ReturnType<ChdbSession['queryAsync']>>;

function selected(result: ChdbRead): Outcome {
  return {
    ...NOTHING,
    body: result.bytes(),
    resultRows: result.rowsRead,
    resultBytes: result.bytesRead,
    elapsedSeconds: result.elapsed,
  };
}

/** What undoes a statement's own settings and database in a kept session: over HTTP they hold for that statement only. */
async function rememberContext(session: ChdbSession, statement: Statement): Promise<readonly string[]> {
  const undo: string[] = [];
  const names = Object.keys(statement.settings);
  if (names.length > 0) {
    const list = names.map(literal).join(', ');
    for (const row of await rows(session, `SELECT name, value FROM system.settings WHERE name IN (${list})`)) {
      undo.push(`SET ${assignment(String(row[0]), String(row[1]))}`);
    }
  }
  if (statement.database !== undefined) {
    for (const row of await rows(session, 'SELECT currentDatabase()')) undo.push(`USE ${identifier(String(row[0]))}`);
  }
  return undo;
}

async function restoreContext(session: ChdbSession, statements: readonly string[]): Promise<void> {
  for (const sql of statements) await execute(session, sql);
}

async function rows(session: ChdbSession, sql: string): Promise<readonly (readonly unknown[])[]> {
  const result = await session.queryAsync(sql, { format: 'JSONCompactEachRow' });
  const lines = Buffer.from(result.bytes()).toString('utf8').trim().split('\n');
  return lines.filter((line) => line !== '').map((line): readonly unknown[] => JSON.parse(line));
}

async function execute(session: ChdbSession, sql: string): Promise<ChdbRead> {
  return session.queryAsync(sql, { format: 'TabSeparated' });
}

function assignment(name: string, value: string): string {
  if (!/^\w+$/.test(name)) throw exception('BAD_ARGUMENTS', `${JSON.stringify(name)} is not the name of a setting`);
  return `${name} = ${literal(value)}`;
}

function literal(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function identifier(name: string): string {
  return `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``;
}
