import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, afterEach, before, describe, it } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { eventually } from '../eventually';
import { Contract } from './contract';
import { EventStream, LineRefused } from './event-stream';
import { Journal } from './journal';

const CUSTOMER = '6f0e5d0e-6f0b-4a58-9d0c-0b6f4a4f0a11';

describe('A stream of events', () => {
  let server: WebSocketServer;
  let stream: EventStream;
  const asked: (string | undefined)[] = [];
  /** Statuses with which the next handshakes are answered. */
  const refusals: number[] = [];

  const event = (id: number) =>
    JSON.stringify({
      id,
      type: 'metrics.updated',
      customer_id: CUSTOMER,
      at: new Date().toISOString(),
      message: 'Something was measured.',
      data: {},
    });
  const connection = () => once(server, 'connection') as Promise<[WebSocket, IncomingMessage]>;
  const open = async () => {
    const { port } = server.address() as AddressInfo;
    const contract = new Contract('events.yaml');
    stream = await EventStream.open(`ws://127.0.0.1:${port}/events`, 'token', { contract, journal: new Journal() });
  };
  const heard = (ids: readonly number[]) =>
    eventually(
      `the events ${ids} to be heard`,
      async () => stream.events.map(({ id }) => id),
      (known) => known.join() === ids.join(),
      { within: 5000, wake: stream },
    );

  before(async () => {
    server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      verifyClient: (_, admit) => admit(refusals.length === 0, refusals.shift()),
    });
    server.on('connection', (_, { url }) => asked.push(url));
    await once(server, 'listening');
  });
  afterEach(() => {
    stream.close();
    asked.length = 0;
  });
  after(() => server.close());

  it('opens a line that is lost again, after the last event that it heard', async () => {
    const first = connection();
    await open();
    const [line] = await first;
    line.send(event(1));
    line.send(event(2));
    await heard([1, 2]);
    const second = connection();
    line.terminate();
    const [again] = await second;
    again.send(event(3));
    await heard([1, 2, 3]);
    assert.deepEqual(asked, ['/events?after=0', '/events?after=2']);
  });

  it('does not insist where it is refused, and fails the next look', async () => {
    const first = connection();
    await open();
    const [line] = await first;
    const woken = stream.next(5000);
    line.close(4401, 'This session has ended.');
    assert.equal(await woken, true);
    assert.equal(await stream.next(300), false);
    assert.deepEqual(asked, ['/events?after=0']);
    assert.throws(() => stream.events, new LineRefused(4401));
  });

  it('does neither where a lost line is refused by its status', async () => {
    const first = connection();
    await open();
    const [line] = await first;
    refusals.push(403);
    line.terminate();
    await assert.rejects(heard([1]), new LineRefused(403));
  });

  it('opens a lost line again as soon as the other side is able to', async () => {
    const first = connection();
    await open();
    const [line] = await first;
    refusals.push(502);
    const second = connection();
    line.terminate();
    const [again] = await second;
    again.send(event(1));
    await heard([1]);
  });

  it('stays closed when it is closed', async () => {
    const first = connection();
    await open();
    const [line] = await first;
    const gone = once(line, 'close');
    stream.close();
    await gone;
    assert.equal(await stream.next(300), false);
    assert.deepEqual(asked, ['/events?after=0']);
  });
});
