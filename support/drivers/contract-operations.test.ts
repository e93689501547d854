import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contractOperations } from './contract-operations';

const named = (id: string) => {
  const operation = contractOperations().find(({ operationId }) => operationId === id);
  assert.ok(operation, `the contract has ${id}`);
  return operation;
};

test('an operation has the guard that it names, else that of the contract', () => {
  assert.equal(named('signUp').guard, 'nobody');
  assert.equal(named('recordHeartbeat').guard, 'agentKey');
  assert.equal(named('getCustomer').guard, 'bearer');
});

test('parameters of the path and of the operation are found, with their schemas', () => {
  const [customer, metric] = named('getMetrics').parameters;
  assert.deepEqual(customer, {
    name: 'customer_id',
    in: 'path',
    required: true,
    schema: { type: 'string', format: 'uuid' },
  });
  assert.equal(metric?.in, 'query');
  assert.ok(metric?.schema.enum?.includes('monthly_cost'));
});

test('what is sent has every reference followed, also that beside a description', () => {
  assert.deepEqual(named('signUp').body?.properties?.plan?.enum, ['free', 'pro', 'enterprise']);
  assert.equal(named('onboardCustomer').body?.oneOf?.length, 2);
  assert.equal(JSON.stringify(contractOperations()).includes('$ref'), false);
});

test('an operation that wants nothing has no body', () => {
  assert.equal(named('approveRecommendation').body, undefined);
});
