import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Contract, ContractBreach } from './contract';

const contract = new Contract('openapi.yaml');
const health = { status: 'ok', service: 'orchestrator' };
const answer =
  (status: number, body: unknown, mediaType = 'application/json') =>
  () =>
    contract.checkAnswer('getHealth', status, mediaType, body);

describe('Contract', () => {
  it('finds an operation by its id', () => {
    assert.deepEqual(
      {
        method: contract.operation('approveRecommendation').method,
        path: contract.operation('approveRecommendation').path,
      },
      { method: 'post', path: '/recommendations/{recommendation_id}/approve' },
    );
    assert.throws(() => contract.operation('launchRocket'), ContractBreach);
  });
  it('accepts what is declared', () => assert.doesNotThrow(answer(200, health)));
  it('refuses a field that is not declared, and names it', () => {
    assert.throws(answer(200, { ...health, uptime: 3 }), /GET \/health → 200 breaks the contract: .*"uptime"/);
  });
  it('refuses a missing field, a wrong value, a wrong status and a wrong media type', () => {
    assert.throws(answer(200, { status: 'ok' }), /service/);
    assert.throws(answer(200, { status: 'splendid', service: 'x' }), /\/status/);
    assert.throws(answer(201, health), /only 200, 503 are declared/);
    assert.throws(answer(200, health, 'text/html'), /answered text\/html/);
  });
  it('follows references to shared answers and to other documents', () => {
    const problem = { title: 'Unauthorized', status: 401, detail: 'No token' };
    const check = (body: unknown) => contract.checkAnswer('listCustomers', 401, 'application/problem+json', body);
    assert.doesNotThrow(() => check(problem));
    assert.throws(() => check({ title: 'Unauthorized' }), /detail/);
    assert.throws(() => contract.checkSchema('Event', 'a message', { id: 'one' }), ContractBreach);
  });
  it('follows references into other documents for whole answers', () => {
    const runtime = new Contract('runtime.yaml');
    const problem = { title: 'Bad Request', status: 400, detail: 'No token' };
    const check = (body: unknown) => runtime.checkAnswer('installRuntime', 400, 'application/problem+json', body);
    assert.doesNotThrow(() => check(problem));
    assert.throws(() => check({ ...problem, extra: 1 }), /"extra"/);
  });
  it('checks formats', () => {
    assert.throws(
      () => contract.checkAnswer('signUp', 201, 'application/json', { success: true, customer_id: 'me' }),
      /uuid/,
    );
  });
});
