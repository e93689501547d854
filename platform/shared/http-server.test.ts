import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { readContract } from './contract.ts';
import { type Handler, httpServer } from './http-server.ts';
import { createLogger } from './logger.ts';
import { notFound, unauthorized } from './problem.ts';
import { findUnkeepable, schemaCompiler } from './validation.ts';

const logger = createLogger('test', 'silent');
const task = {
  task_id: '0b0e4e3c-6c1e-4a53-9c36-7f0a3f9f4a11',
  task_type: 'measure_spend',
  customer: { customer_id: '0b0e4e3c-6c1e-4a53-9c36-7f0a3f9f4a12', clouds: [] },
  parameters: {},
};
let server: FastifyInstance;

before(async () => {
  server = await agentServer({
    runTask: (request) => answers[(request.body as typeof task).task_type]?.(),
  });
});

after(() => server.close());

test('the credential is asked for before the body is looked at', async () => {
  const answer = await server.inject({ method: 'POST', url: '/tasks', payload: { nonsense: true } });
  assert.equal(answer.statusCode, 401);
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
});

test('every answer tells which version of the contract it follows', async () => {
  const answer = await server.inject({ method: 'GET', url: '/health' });
  assert.equal(answer.headers['x-contract-version'], readContract('agents').version);
  assert.match(readContract('agents').version, /^\d+\.\d+\.\d+$/);
});

test('a malformed body is refused with the name of every wrong field', async () => {
  const answer = await post({ ...task, task_id: 'x', surprise: 1, parameters: undefined });
  assert.equal(answer.statusCode, 400);
  const { detail } = answer.json();
  assert.match(detail, /body\.parameters is missing/);
  assert.match(detail, /body\.surprise is not a known field/);
  assert.match(detail, /body\.task_id must match format "uuid"/);
});

test('numbers are not taken for texts, an identifier with a prefix is not taken for a UUID', async () => {
  assert.equal((await post({ ...task, task_type: 7 })).statusCode, 400);
  assert.equal((await post({ ...task, task_id: `urn:uuid:${task.task_id}` })).statusCode, 400);
});

test('a parameter is a number where it is written as one, and only there', () => {
  const schema = { type: 'object', properties: { after: { type: 'integer', minimum: 0 } } } as const;
  const validate = schemaCompiler()({ schema, method: 'GET', url: '/', httpPart: 'querystring' });
  const read = (after: string) => {
    const query = { after };
    return validate(query) === true ? query.after : 'refused';
  };
  assert.deepEqual(['0', '17', '1e2'].map(read), [0, 17, 100]);
  for (const text of ['', ' ', '0x10', '+1', '007', '1.5', '-1', 'true', '9'.repeat(400)])
    assert.equal(read(text), 'refused', JSON.stringify(text));
});

test('half of a character is refused, in values, in names and in parameters, and whole ones are not', async () => {
  for (const body of [
    { ...task, task_type: 'a\ud800' },
    { ...task, '\udc00': 1 },
    { ...task, parameters: ['\ud800'] },
  ]) {
    const answer = await post(body);
    assert.equal(answer.statusCode, 400);
    assert.match(answer.json().detail, /half of a character/);
  }
  assert.equal(findUnkeepable({ name: ['Zoë 👩‍👩‍👧', 'a\u{10FFFF}'] }, 'body'), undefined);
});

test('lists and objects are refused that are deeper in each other than anybody needs', async () => {
  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  for (const depth of [101, 50_000]) {
    const answer = await post(nested(depth));
    assert.equal(answer.statusCode, 400);
    assert.match(answer.json().detail, /body must not hold more than 100 lists and objects in each other/);
  }
  assert.equal(findUnkeepable(JSON.parse(nested(100)), 'body'), undefined);
});

test('an absent body, another content type, broken JSON and U+0000 are refused with 400', async () => {
  const headers = { 'x-agent-key': 'right' };
  const absent = await server.inject({ method: 'POST', url: '/tasks', headers });
  assert.match(absent.json().detail, /no body/);
  const text = await server.inject({
    method: 'POST',
    url: '/tasks',
    headers: { ...headers, 'content-type': 'text/plain' },
    payload: 'x',
  });
  assert.match(text.json().detail, /content-type must be application\/json/);
  const broken = await server.inject({
    method: 'POST',
    url: '/tasks',
    headers: { ...headers, 'content-type': 'application/json' },
    payload: '{',
  });
  assert.equal(broken.statusCode, 400);
  const nul = await post({ ...task, parameters: { name: 'a\u0000b' } });
  assert.match(nul.json().detail, /body\.parameters\.name must not contain the character U\+0000/);
});

test('a refusal by the handler is answered as it is, an unexpected error without its inner reason', async () => {
  assert.equal((await post({ ...task, task_type: 'open_window' })).statusCode, 404);
  const broken = await post({ ...task, task_type: 'close_window' });
  assert.equal(broken.statusCode, 500);
  assert.doesNotMatch(broken.body, /inner/);
});

test('a declared answer passes through, undeclared routes are 404', async () => {
  const answer = await post(task);
  assert.deepEqual(answer.json(), { task_id: task.task_id, status: 'completed', output: { monthly_cost: 1 } });
  assert.equal((await server.inject('/nowhere')).statusCode, 404);
});

test('a correlation id is kept when given and made when not', async () => {
  const given = await server.inject({ url: '/health', headers: { 'x-request-id': 'abc-1' } });
  assert.equal(given.headers['x-request-id'], 'abc-1');
  const made = await server.inject('/health');
  assert.match(String(made.headers['x-request-id']), /^[0-9a-f-]{36}$/);
});

test('an operation without handler and a handler without operation end the start', async () => {
  await assert.rejects(agentServer({}), /operation runTask has no handler/);
  await assert.rejects(agentServer({ runTask: () => ({}), dance: () => ({}) }), /handler dance has no operation/);
});

test('references across files are resolved', () => {
  const { operations, specification } = readContract('openapi');
  assert.deepEqual(operations.get('registerAgent')?.security, ['agentKey']);
  assert.deepEqual(operations.get('signUp')?.security, []);
  assert.deepEqual(operations.get('getCustomer')?.security, ['bearer']);
  assert.doesNotMatch(JSON.stringify(specification), /"\$ref"/);
});

const answers: Readonly<Record<string, () => unknown>> = {
  measure_spend: () => ({ task_id: task.task_id, status: 'completed', output: { monthly_cost: 1 } }),
  open_window: () => {
    throw notFound('No such deployment');
  },
  close_window: () => {
    throw new Error('inner reason');
  },
};

function post(payload: object | string) {
  const headers = { 'x-agent-key': 'right', 'content-type': 'application/json' };
  return server.inject({ method: 'POST', url: '/tasks', headers, payload });
}

function agentServer(operations: Readonly<Record<string, Handler>>): Promise<FastifyInstance> {
  return httpServer({
    contract: 'agents',
    operations: {
      getAgentHealth: () => ({ status: 'ok', service: 'test' }),
      cancelTask: (_, reply) => reply.code(204).send(),
      ...operations,
    },
    security: {
      agentKey: async (request) => {
        if (request.headers['x-agent-key'] !== 'right')
          throw unauthorized('The header x-agent-key is missing or wrong');
      },
    },
    logger,
  });
}
