import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { createLogger } from '../../../shared/logger.ts';
import { portalServer } from '../portal-server.ts';

/** What the orchestrator answers to who signs in or renews. */
export const SESSION = {
  access_token: 'a',
  refresh_token: 'kept',
  token_type: 'Bearer',
  expires_in: 60,
  role: 'customer',
};

/** A call that reached the orchestrator. */
export interface Call {
  readonly request: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A portal before an orchestrator that answers as told. Its pages lie in a folder whose own path holds the word "assets". */
export async function portal(context: TestContext, answer: RequestListener) {
  const folder = mkdtempSync(join(tmpdir(), 'portal-'));
  const assets = join(folder, 'assets', 'pages');
  mkdirSync(join(assets, 'assets'), { recursive: true });
  writeFileSync(join(assets, 'index.html'), '<!doctype html>');
  for (const name of ['a-1.js', 'a-1.js.br', 'a-1.js.gz']) writeFileSync(join(assets, 'assets', name), name);
  const upstream = createServer(answer).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const orchestratorUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  const server = await portalServer({ orchestratorUrl, assets, logger: createLogger('portal', 'silent') });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  context.after(async () => {
    await server.close();
    upstream.close();
    rmSync(folder, { recursive: true });
  });
  return { url, upstream };
}

/** A portal before an orchestrator that notes its calls and answers each by its method and path; others it does not find. */
export async function portalNoting(
  context: TestContext,
  answers: Readonly<Record<string, (response: ServerResponse, call: Call) => void>>,
) {
  const calls: Call[] = [];
  const started = await portal(context, async (request, response) => {
    const call = await noted(request);
    calls.push(call);
    const respond = answers[call.request];
    if (respond) respond(response, call);
    else refused(404)(response);
  });
  return { ...started, calls };
}

/** An answer that holds a document. */
export const given = (document: object) => (response: ServerResponse) => {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
};

/** A refusal in the orchestrator's form. */
export const refused = (status: number) => (response: ServerResponse) => {
  const document = { title: 'Refused', status, detail: `Refused with ${status}` };
  response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(document));
};

export function signIn(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${url}/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ username: 'ann@acme.example', password: 'a password' }),
  });
}

/** The first line of the answer to a request whose path is sent as it stands: fetch would tidy it up. */
export async function statusLine(url: string, method: string, path: string): Promise<string> {
  const { host, hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 0\r\n\r\n`);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer).split('\r\n')[0] ?? '';
}

async function noted(request: IncomingMessage): Promise<Call> {
  let body = '';
  for await (const part of request) body += part;
  return { request: `${request.method} ${request.url}`, authorization: request.headers.authorization, body };
}
