import assert from 'node:assert/strict';
import { after, before, beforeEach } from 'node:test';
import { QdrantClient } from '@qdrant/js-client-rest';
import { type ServerProcess, serverUnderTest, temporaryFolder } from './server-process.ts';

/** A running Qdrant-compatible server with a collection `towns`, new before each test. */
export interface Towns {
  readonly url: string;
  readonly client: QdrantClient;
}

/** Registers the hooks that serve the towns to the surrounding suite. */
export function serveTowns(): Towns {
  const folder = temporaryFolder();
  let running: (Towns & { readonly server: ServerProcess }) | undefined;
  const started = () => {
    if (running === undefined) throw new Error('The towns are served from the first test on');
    return running;
  };

  before(async () => {
    const server = await serverUnderTest('qdrant', (await folder).path);
    running = { server, url: server.url, client: new QdrantClient({ url: server.url }) };
  });
  beforeEach(async () => {
    const { client } = started();
    await client.deleteCollection('towns');
    await client.createCollection('towns', { vectors: { size: 2, distance: 'Euclid' } });
    await client.upsert('towns', { wait: true, points: TOWNS });
  });
  after(async () => {
    await running?.server.stop();
    await (await folder).remove();
  });

  return {
    get url() {
      return started().url;
    },
    get client() {
      return started().client;
    },
  };
}

/** Asserts that a call is refused with a status and, in Qdrant's envelope, a message. */
export async function refusal(call: Promise<unknown>, status: number, message: RegExp): Promise<void> {
  await assert.rejects(call, (error) => {
    const { status: found, data } = Object(error);
    assert.equal(found, status, String(error));
    assert.match(data.status.error, message);
    return true;
  });
}

export const UUID = '5c56c793-69f3-4fbf-87e6-c4bf54c28c26';

export const TOWNS = [
  { id: 1, vector: [0, 0], payload: { name: 'Paris', country: 'FR', size: 21, tags: null } },
  {
    id: 2,
    vector: [0.1, 0],
    payload: {
      name: 'Rome upon Tiber',
      country: 'IT',
      size: 28,
      parts: [
        { name: 'old', age: 9 },
        { name: 'new', age: 2 },
      ],
    },
  },
  {
    id: 3,
    vector: [3, 4],
    payload: {
      name: 'Porto',
      country: 'PT',
      size: 2.5,
      port: true,
      tags: ['old', 'sea'],
      since: '2020-05-05T12:00:00+02:00',
    },
  },
  { id: UUID, vector: [5, 5], payload: { size: '21', tags: [] } },
];
