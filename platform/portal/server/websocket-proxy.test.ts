import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { test } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { portal } from './testing/portal.ts';
import { authorization } from './websocket-proxy.ts';

test('live updates reach the orchestrator with the token as a header, and its words come back', async (context) => {
  const { url, upstream } = await portal(context, () => undefined);
  const asked = once(listeningAt(upstream), 'connection');
  const line = lineTo(url);
  const [heard, ended] = [once(line, 'message'), once(line, 'close')];
  const [socket, request] = await asked;
  assert.equal(request.url, '/ws/customers/1?after=7');
  assert.equal(request.headers.authorization, 'Bearer t');
  socket.send('{"id":8}');
  assert.equal(String((await heard)[0]), '{"id":8}');
  assert.equal(line.protocol, 'optiinfra.v1');
  socket.close(4401, 'expired');
  const [code, reason] = await ended;
  assert.deepEqual([code, String(reason)], [4401, 'expired']);
});

test('only the subprotocol is offered to the orchestrator, not the token', async (context) => {
  const { url, upstream } = await portal(context, () => undefined);
  const asked = once(listeningAt(upstream), 'connection');
  const line = lineTo(url);
  const ended = once(line, 'close');
  const [socket, request] = await asked;
  assert.equal(request.headers['sec-websocket-protocol'], 'optiinfra.v1');
  socket.close(4403);
  assert.equal((await ended)[0], 4403);
});

test('a page that leaves lets the orchestrator know', async (context) => {
  const { url, upstream } = await portal(context, () => undefined);
  const asked = once(listeningAt(upstream), 'connection');
  const line = lineTo(url);
  const [socket] = await asked;
  const ended = once(socket, 'close');
  if (line.readyState !== WebSocket.OPEN) await once(line, 'open');
  line.close(1000);
  assert.equal((await ended)[0], 1000);
});

test('a line ends at once when the orchestrator is gone', async (context) => {
  const { url, upstream } = await portal(context, () => undefined);
  await new Promise((done) => upstream.close(done));
  const [code] = await once(lineTo(url), 'close');
  assert.equal(code, 1011);
});

test('a token is one of the subprotocols that are offered, wherever it stands', () => {
  const offered = (text: string) => authorization({ 'sec-websocket-protocol': text });
  assert.deepEqual(offered('optiinfra.v1, bearer.x.y-z'), { authorization: 'Bearer x.y-z' });
  assert.deepEqual(offered('bearer.x,optiinfra.v1'), { authorization: 'Bearer x' });
  assert.deepEqual(offered('optiinfra.v1'), {});
  assert.deepEqual(authorization({}), {});
});

function listeningAt(server: Server): WebSocketServer {
  return new WebSocketServer({ server });
}

function lineTo(url: string): WebSocket {
  return new WebSocket(`${url.replace('http', 'ws')}/ws/customers/1?after=7`, ['optiinfra.v1', 'bearer.t']);
}
