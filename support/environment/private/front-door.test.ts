import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { WebSocket, WebSocketServer } from 'ws';
import { FrontDoor } from './front-door';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

describe('The front door', () => {
  let door: FrontDoor;
  let servers: Server[];

  beforeEach(async () => {
    door = await FrontDoor.open();
    servers = [];
  });
  afterEach(async () => {
    await door[Symbol.asyncDispose]();
    for (const server of servers) server.close().closeAllConnections();
  });

  const serve = async (answer: Answer): Promise<Server> => {
    const server = createServer(answer).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return server;
  };
  const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const behind = async (answer: Answer): Promise<Server> => {
    const server = await serve(answer);
    door.admit(urlOf(server));
    return server;
  };
  const named =
    (name: string): Answer =>
    (_, response) =>
      response.end(name);
  /** Breaks off as a process does that is killed. */
  const dying: Answer = ({ socket }) => void socket.destroy();
  const nobody = async (): Promise<void> => {
    const server = await behind(named('nobody'));
    const closed = once(server, 'close');
    server.close();
    await closed;
  };
  const get = async (path = '/'): Promise<string> => (await fetch(`${door.url}${path}`)).text();

  it('does not say how long somebody else keeps lines open, and leaves it to whoever asks to close one', async () => {
    const server = await behind(named('one'));
    server.keepAliveTimeout = 72_000;
    const direct = await fetch(urlOf(server));
    assert.equal(direct.headers.get('keep-alive'), 'timeout=72');
    const answer = await fetch(door.url);
    assert.deepEqual([await answer.text(), answer.headers.get('keep-alive')], ['one', null]);
  });

  it('hands requests on as they are, and answers too', async () => {
    await behind(async (request, response) => {
      const told = [request.method, request.url, request.headers['x-request-id'], await text(request)];
      response.writeHead(201, { 'x-told': 'yes' }).end(told.join(' '));
    });
    const answer = await fetch(`${door.url}/things?n=1`, {
      method: 'POST',
      headers: { 'x-request-id': '7' },
      body: 'it',
    });
    assert.deepEqual([answer.status, answer.headers.get('x-told')], [201, 'yes']);
    assert.equal(await answer.text(), 'POST /things?n=1 7 it');
  });

  it('lets those behind it take turns', async () => {
    await behind(named('one'));
    await behind(named('two'));
    assert.deepEqual([await get(), await get(), await get()], ['one', 'two', 'one']);
  });

  it('passes over one that does not listen, also for what writes', async () => {
    await nobody();
    await behind(named('one'));
    for (const method of ['GET', 'POST', 'POST']) {
      assert.equal(await (await fetch(door.url, { method })).text(), 'one');
    }
  });

  it('asks another when one breaks off, but only what reads', async () => {
    await behind(dying);
    await behind(named('one'));
    assert.equal(await get(), 'one');
    assert.equal(await get(), 'one');
    const statuses = [];
    for (const method of ['POST', 'POST']) statuses.push((await fetch(door.url, { method })).status);
    assert.deepEqual(statuses, [502, 200]);
  });

  it('says so when nobody answers', async () => {
    await nobody();
    assert.equal((await fetch(door.url)).status, 502);
  });

  it('forgets one that is dismissed', async () => {
    const one = await behind(named('one'));
    await behind(named('two'));
    door.dismiss(urlOf(one));
    assert.deepEqual([await get(), await get()], ['two', 'two']);
  });

  it('leaves a WebSocket with the one that it was opened at, and ends it with that one', async () => {
    await nobody();
    const sockets = new WebSocketServer({ server: await behind(named('one')) });
    sockets.on('connection', (line, { url }) => line.on('message', (data) => line.send(`${url} ${data}`)));
    const socket = new WebSocket(`${door.url.replace('http', 'ws')}/line?after=3`);
    await once(socket, 'open');
    socket.send('hello');
    assert.equal(String((await once(socket, 'message'))[0]), '/line?after=3 hello');
    const closed = once(socket, 'close');
    for (const line of sockets.clients) line.terminate();
    assert.equal((await closed)[0], 1006);
  });

  it('refuses a WebSocket when nobody listens', async () => {
    await nobody();
    const [error] = await once(new WebSocket(door.url.replace('http', 'ws')), 'error');
    assert.match(String(error), /502/);
  });
});
