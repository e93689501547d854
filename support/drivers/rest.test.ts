import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { Contract, ServerFault } from './contract';
import { Journal } from './journal';
import { Refusal, RestDriver, Unavailable, Unreachable } from './rest';

/** Runs the test against a server that always answers with the status, or that is gone when there is none. */
async function against(status: number | undefined, test: (driver: RestDriver) => Promise<void>): Promise<void> {
  const server = createServer((_request, response) => {
    const body = { title: 'Problem', status, detail: 'the reason' };
    response.writeHead(status ?? 200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  if (status === undefined) server.close();
  const driver = new RestDriver('gateway', { url, contract: new Contract('fleet.yaml'), journal: new Journal() });
  try {
    await test(driver);
  } finally {
    await driver.close();
    server.close();
  }
}

const remove = (driver: RestDriver) =>
  driver.call('removeReplica', { path: { deployment: 'chat', replica_id: 'replica-1' } });

describe('What the called side does not do', () => {
  for (const [what, status, kind, words] of [
    ['is refused, when it says so in a declared way', 409, Refusal, /refused \(409\): the reason/],
    ['is unavailable, when it declares that it may be', 503, Unavailable, /refused \(503\): the reason/],
    ['is a fault of its own, when it never declared it', 500, ServerFault, /500 breaks the contract/],
    ['is out of reach, when nothing listens', undefined, Unreachable, /gateway could not be reached for DELETE/],
  ] as const) {
    it(what, () =>
      against(status, async (driver) => {
        await assert.rejects(remove(driver), (error: Error) => {
          assert.equal(error.constructor, kind);
          assert.match(error.message, words);
          return true;
        });
      }),
    );
  }
});
