import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { Contract } from '../contract';
import { contractOperations } from '../contract-operations';
import { Journal } from '../journal';
import { Fuzzer } from './fuzzer';
import { DEEP } from './oddities';
import { certainInputs, inputs } from './requests';

const operations = contractOperations();
const operation = (operationId: string) => {
  const found = operations.find((each) => each.operationId === operationId);
  assert.ok(found);
  return found;
};
const customerId = '11111111-1111-4111-8111-111111111111';
const sample = (operationId: string) =>
  fc.sample(inputs(operation(operationId), { customer_id: [customerId] }), { seed: 1, numRuns: 300 });

describe('Inputs', () => {
  it('can be made for every operation of the contract, forbidden ones and others', () => {
    for (const each of operations) {
      const made = fc.sample(inputs(each, {}), { seed: 2, numRuns: 100 });
      const isPlain = each.parameters.length === 0 && each.body === undefined;
      assert.equal(
        made.some(({ isForbidden }) => isForbidden),
        !isPlain,
        `${each.operationId} forbidden`,
      );
      assert.ok(
        made.some(({ isForbidden }) => !isForbidden),
        `${each.operationId} allowed`,
      );
    }
  });
  it('reach ids that exist, leave out fields, add unknown ones, and are no JSON at times', () => {
    const made = sample('requestAnalysis').map(({ body = '' }) => body);
    assert.ok(made.some((body) => body.includes(customerId)));
    assert.ok(made.some((body) => body.includes('unknown_field')));
    assert.ok(made.some((body) => body !== '' && !body.includes('analysis_type')));
    assert.ok(made.includes('{'));
    assert.ok(sample('getInfrastructure').some(({ target }) => target === `/customers/${customerId}/infrastructure`));
    assert.ok(sample('getMetrics').some(({ target }) => target.includes('metric_type=')));
  });
  it('hold in any case what no store can keep, in each field and as a whole, sent to what exists', () => {
    const made = certainInputs(operation('setAgentPool'), { customer_id: [customerId] });
    assert.deepEqual(
      made.map(({ body }) => body),
      ['{"pool":"\\ud800"}', '{"pool":"a\\u0000b"}', DEEP],
    );
    assert.ok(made.every(({ target }) => target === `/customers/${customerId}/agent-pool`));
  });
  it("are sent in any case, as the contract wants them, to what is not the sender's", () => {
    const other = '22222222-2222-4222-8222-222222222222';
    const made = (operationId: string) =>
      certainInputs(operation(operationId), { customer_id: [customerId, other] }).filter(
        ({ isForbidden }) => !isForbidden,
      );
    const toOther = made('setPreferences').find(({ target }) => target === `/customers/${other}/preferences`);
    assert.equal(typeof JSON.parse(toOther?.body ?? '').observation_seconds, 'number');
    assert.equal(
      made('signUp').some(({ body = '' }) => body.includes(other)),
      false,
    );
  });
  it('hold in any case what careless readers take for a number', () => {
    const made = certainInputs(operation('listEvents'), { customer_id: [customerId] });
    assert.deepEqual(
      made.map(({ target, isForbidden }) => [target, isForbidden]),
      ['%20', '0x10'].map((text) => [`/customers/${customerId}/events?after=${text}`, true]),
    );
  });
  it('are tamed before they are sent', () => {
    const tamed = inputs(operation('registerAgent'), {}, () => ({ pool: 'mine' }));
    const made = fc.sample(tamed, { seed: 3, numRuns: 100 });
    assert.ok(made.some(({ body }) => body === '{"pool":"mine"}'));
  });
});

describe('A fuzzer', () => {
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      const status = body.includes('reason') && !body.includes('"reason":"x') ? 500 : 400;
      const problem = { title: 'Bad request', status, detail: 'No.' };
      response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
    });
  });
  let fuzzer: Fuzzer;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    fuzzer = new Fuzzer({ url, contract: new Contract('openapi.yaml'), journal: new Journal() });
  });
  after(async () => {
    await fuzzer.close();
    server.close();
  });
  const run = (operationId: string) =>
    fuzzer.run(
      { operation: operation(operationId), headers: { authorization: 'secret' }, known: {} },
      { seed: 4, times: 60 },
      () => {},
    );

  it('counts what was answered as promised', async () => {
    const { answered, forbidden, failure } = await run('getPreferences');
    assert.deepEqual([answered, failure], [60, undefined]);
    assert.ok(forbidden > 5 && forbidden < 60);
  });
  it('tells the smallest input that breaks a promise, what makes it again, and no secret', async () => {
    const { failure = '' } = await run('rejectRecommendation');
    assert.match(failure, /→ 500 breaks the contract: only .* are declared/);
    assert.match(failure, /curl -X POST -H 'authorization: …' .*--data-raw .*reason.*\/recommendations\//);
    assert.match(failure, /seed 4, path [\d:]+/);
    assert.doesNotMatch(failure, /secret/);
  });
});
