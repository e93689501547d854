import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What somebody wants of an agent. */
export interface AgentRequest {
  readonly method: string;
  readonly path: string;
  /** The header x-agent-key. */
  readonly key: string | undefined;
  readonly body: string;
}

export interface AgentAnswer {
  readonly status: number;
  readonly body: string;
}

/** Answers a request; `cut` ends the connection without a word, an answer that never resolves leaves it open. */
export type Answering = (request: AgentRequest) => Promise<AgentAnswer | 'cut'>;

/** Where an agent listens. */
export interface Front {
  readonly url: string;
  /** Ends it as the loss of power would. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** Listens in this process. */
export async function openFront(answering: Answering): Promise<Front> {
  const server = createServer((request, response) => void serve(request, response, answering));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = () => closeServer(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close, kill: close };
}

/** Listens in a process of its own, which can be killed. */
export async function openFrontProcess(answering: Answering): Promise<Front> {
  const child = fork(join(__dirname, 'front-process.js'), { stdio: 'ignore', execArgv: [] });
  const listening = once(child, 'message') as Promise<[{ readonly port: number }]>;
  const [{ port }] = await Promise.race([listening, neverListened(child)]);
  child.on('message', (request: AgentRequest & { readonly number: number }) => {
    void answering(request).then((answer) => {
      if (child.connected) child.send({ number: request.number, ...(answer === 'cut' ? {} : answer) });
    });
  });
  return { url: `http://127.0.0.1:${port}`, kill: () => end(child, 'SIGKILL'), close: () => end(child, 'SIGTERM') };
}

async function neverListened(child: ChildProcess): Promise<never> {
  const [code, signal] = await once(child, 'exit');
  throw new Error(`The process of a scripted agent ended before it listened (${signal ?? `code ${code}`})`);
}

async function serve(request: IncomingMessage, response: ServerResponse, answering: Answering): Promise<void> {
  const { method = '', url = '', headers } = request;
  const body = await text(request).catch(() => undefined);
  // Whoever breaks off has asked for nothing.
  if (body === undefined) return;
  const key = headers['x-agent-key'];
  const answer = await answering({ method, path: url, key: typeof key === 'string' ? key : undefined, body });
  if (answer === 'cut') request.socket.destroy();
  else response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body || undefined);
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}
