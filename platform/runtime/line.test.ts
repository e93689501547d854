import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { createLogger } from '../shared/logger.ts';
import { Line } from './line.ts';

const customerId = '7b1f8a52-3c4d-4e8f-9a10-2b3c4d5e6f70';

/** An orchestrator that knows one token. */
let server: Server;
let sockets: WebSocketServer;
let line: Line;
let heard: string[];

beforeEach(async () => {
  heard = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString());
      response.writeHead(body.agent_token === 'good' && body.customer_id === customerId ? 200 : 401).end('{}');
    });
  });
  sockets = new WebSocketServer({ server, path: '/ws/agent-runtime' });
  await once(server.listen(0, '127.0.0.1'), 'listening');
});

afterEach(() => {
  line.close();
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  server.closeAllConnections();
  server.close();
});

test('on every connection the greeting is said first', async () => {
  const first = nextSocket();
  await lineWith('good').open();
  const { socket, greeting } = await first;
  assert.equal(greeting, 'hello 1');
  const second = nextSocket();
  socket.terminate();
  assert.equal((await second).greeting, 'hello 2');
});

test('it proves itself by token and customer id', async () => {
  const connection = once(sockets, 'connection');
  await lineWith('good').open();
  const [, request] = await connection;
  assert.equal(request.headers.authorization, 'Bearer good');
  assert.equal(request.headers['x-customer-id'], customerId);
});

test('messages are handed on, and said only while somebody hears them', async () => {
  const connection = nextSocket();
  await lineWith('good').open();
  const { socket } = await connection;
  const answer = once(socket, 'message');
  socket.send('do this');
  assert.equal(String((await answer)[0]), 'did do this');
  assert.deepEqual(heard, ['do this']);
  line.close();
  assert.equal(line.send('too late'), false);
});

test('what is said, and that it closes, as soon as it is open is not lost', async () => {
  sockets.once('connection', (socket) => {
    socket.send('do this at once');
    socket.close(1001);
  });
  const again = once(sockets, 'connection').then(() => once(sockets, 'connection'));
  await lineWith('good').open();
  await again;
  assert.deepEqual(heard, ['do this at once']);
});

test('a token that is refused is told at once', async () => {
  await assert.rejects(lineWith('bad').open(), { status: 401, message: /refuses the token/ });
  assert.equal(line.isOpen, false);
});

test('nobody there is told as such', async () => {
  line = new Line({ ...options('good'), server: { server: 'http://127.0.0.1:9', customerId, token: 'good' } });
  await assert.rejects(line.open(), { status: 502, message: /does not answer/ });
});

function lineWith(token: string): Line {
  line = new Line(options(token));
  return line;
}

function options(token: string) {
  let greetings = 0;
  const { port } = server.address() as AddressInfo;
  return {
    server: { server: `http://127.0.0.1:${port}`, customerId, token },
    greeting: async () => {
      greetings += 1;
      return `hello ${greetings}`;
    },
    onMessage: (text: string) => {
      heard.push(text);
      line.send(`did ${text}`);
    },
    logger: createLogger('test', 'fatal'),
  };
}

async function nextSocket(): Promise<{ readonly socket: WebSocket; readonly greeting: string }> {
  const [socket] = (await once(sockets, 'connection')) as [WebSocket];
  const [greeting] = await once(socket, 'message');
  return { socket, greeting: String(greeting) };
}
