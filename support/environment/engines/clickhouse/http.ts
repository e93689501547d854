import { randomUUID } from 'node:crypto';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { LogLevel } from '../shared/config.ts';
import { serveHealth } from '../shared/lifecycle.ts';
import { encode } from './codings.ts';
import type { Engine } from './engine.ts';
import { asException } from './exceptions.ts';
import { parseStatement } from './request.ts';
import type { Outcome } from './statement.ts';

/** ClickHouse's HTTP interface in front of the engine. */
export function createHttp(engine: Engine, logLevel: LogLevel): FastifyInstance {
  const http = fastify({
    logger: { level: logLevel },
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { querystringParser: () => ({}) },
  });
  http.removeAllContentTypeParsers();
  http.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  http.get('/ping', async (_request, reply) => reply.type('text/html; charset=UTF-8').send('Ok.\n'));
  serveHealth(http, 'clickhouse');
  http.addHook('preClose', () => engine.cancelAll());
  http.route({ method: ['GET', 'POST'], url: '/', handler: (request, reply) => answer(engine, request, reply) });
  http.setNotFoundHandler(async (request, reply) => {
    reply.code(404).type('text/plain; charset=UTF-8');
    return `There is no handle ${request.url}. Use / for queries, /ping or /health to see whether the server is up.\n`;
  });
  return http;
}

const MAX_BODY_BYTES = 512 * 1024 * 1024;

async function answer(engine: Engine, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const query = new URL(request.url, 'http://localhost').searchParams;
  reply.header('X-ClickHouse-Query-Id', query.get('query_id') || randomUUID());
  reply.header('X-ClickHouse-Server-Display-Name', 'embedded');
  try {
    const statement = await parseStatement({
      query,
      headers: request.headers,
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      readOnly: request.method === 'GET',
    });
    const outcome = await engine.run(statement);
    reply.header('X-ClickHouse-Summary', JSON.stringify(summary(outcome)));
    reply.header('X-ClickHouse-Timezone', Intl.DateTimeFormat().resolvedOptions().timeZone);
    reply.type(`${statement.format.startsWith('JSON') ? 'application/json' : 'text/plain'}; charset=UTF-8`);
    return await send(reply, outcome.body, query.get('enable_http_compression') === '1');
  } catch (error) {
    return refuse(reply, error);
  }
}

async function send(reply: FastifyReply, body: Uint8Array, compress: boolean): Promise<FastifyReply> {
  const accepted = reply.request.headers['accept-encoding'];
  const encoded = compress && body.length > 0 ? await encode(body, [accepted].flat().join(',')) : undefined;
  if (encoded !== undefined) reply.header('Content-Encoding', encoded.encoding);
  return reply.send(encoded?.body ?? Buffer.from(body.buffer, body.byteOffset, body.byteLength));
}

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  const problem = asException(error);
  reply.log.debug({ code: problem.code, problem: problem.message }, 'statement refused');
  reply.header('X-ClickHouse-Exception-Code', String(problem.code));
  return reply.code(problem.status).type('text/plain; charset=UTF-8').send(`${problem.message}\n`);
}

/** ClickHouse writes every number of the summary as a string. */
function summary(outcome: Outcome): Readonly<Record<string, string>> {
  return {
    // The engine reports what a statement returns, not what it scanned.
    read_rows: String(outcome.resultRows),
    read_bytes: String(outcome.resultBytes),
    written_rows: String(outcome.writtenRows),
    written_bytes: String(outcome.writtenBytes),
    total_rows_to_read: '0',
    result_rows: String(outcome.resultRows),
    result_bytes: String(outcome.resultBytes),
    elapsed_ns: String(Math.round(outcome.elapsedSeconds * 1e9)),
  };
}
