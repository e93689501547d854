import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { reservePort } from './ports';

describe('Ports', () => {
  it('are different ones, below the range for outgoing connections', async () => {
    const reserved = await Promise.all(Array.from({ length: 20 }, () => reservePort('PORT')));
    const ports = reserved.map(({ port }) => port);
    assert.equal(new Set(ports).size, 20);
    assert.ok(ports.every((port) => port >= 20_000 && port <= 32_000));
    await Promise.all(reserved.map((port) => port.release()));
  });

  it('are held until they are released', async () => {
    const { port, release } = await reservePort('PORT');
    await assert.rejects(reservePort('PORT', port));
    await release();
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    server.close();
  });

  it('that are asked for by number and taken are a mistake in that setting', async () => {
    const holder = await reservePort('PORT');
    await assert.rejects(reservePort('REDIS_PORT', holder.port), {
      name: 'ConfigurationError',
      message: new RegExp(`^REDIS_PORT is "${holder.port}"\\. Allowed: a port on which nothing listens yet`),
    });
    await holder.release();
  });
});
