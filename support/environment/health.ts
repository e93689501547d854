import { once } from 'node:events';
import { connect } from 'node:net';
import { Client } from 'pg';

/** What one look at a service found. */
export interface Health {
  readonly healthy: boolean;
  /** Wall milliseconds until the answer. */
  readonly milliseconds: number;
  /** Why it is not healthy; empty when it is. */
  readonly reason: string;
}

/** Where a service that speaks HTTP tells whether it is well; for stores what their official images answer, too. */
export function healthPath(name: string): string {
  if (name === 'clickhouse') return '/ping';
  return name === 'qdrant' ? '/healthz' : '/health';
}

/** Looks once. Never rejects: what goes wrong is the answer. */
export async function probe(url: string, limitMs = 2_000): Promise<Health> {
  const begun = performance.now();
  const reason = await ask(url, limitMs).then(() => '', explain);
  return { healthy: reason === '', milliseconds: performance.now() - begun, reason };
}

function ask(url: string, limitMs: number): Promise<void> {
  const { protocol } = new URL(url);
  if (protocol === 'redis:') return askRedis(url, limitMs);
  return protocol === 'postgresql:' ? askPostgres(url, limitMs) : askHttp(url, limitMs);
}

async function askHttp(url: string, limitMs: number): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(limitMs) });
  const body = await response.text();
  if (response.status !== 200) throw new Error(`answers ${response.status} ${body.slice(0, 200)}`);
}

async function askPostgres(url: string, limitMs: number): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: limitMs, query_timeout: limitMs });
  // A server that dies between two queries reports it here; the query itself rejects as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Speaks the two commands by hand: a client library would reconnect, and log, where one look is wanted. */
async function askRedis(url: string, limitMs: number): Promise<void> {
  const { hostname, port, password } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${limitMs} ms`)), limitMs);
  try {
    await once(socket, 'connect');
    if (password !== '') await exchange(socket, `AUTH ${decodeURIComponent(password)}`, '+OK');
    await exchange(socket, 'PING', '+PONG');
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

async function exchange(socket: ReturnType<typeof connect>, command: string, expected: string): Promise<void> {
  socket.write(`${command}\r\n`);
  const [data] = await once(socket, 'data');
  const answer = String(data).trim();
  if (answer !== expected) throw new Error(`answers "${answer}"`);
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const deepest = cause instanceof Error ? cause : error;
  // Node joins the failures of ::1 and 127.0.0.1 in an error without a message of its own.
  return deepest.message || String(Reflect.get(deepest, 'code') ?? deepest.name);
}
