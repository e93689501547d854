import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../world/manual-clock.ts';
import { languageModel } from './server.ts';

const clock = new ManualClock();
const app = languageModel({ controlKey: 'key', clock });
const spot = { kind: 'spot_migration', discount: 0.6, interruption_rate: 0.05, machines: 3, capacity: 4 };

async function ask(content: unknown, headers: Readonly<Record<string, string>> = { authorization: 'Bearer any' }) {
  const payload = {
    model: 'risk',
    messages: [
      { role: 'system', content: 'Judge {"risk": true}.' },
      { role: 'user', content },
    ],
  };
  return app.inject({ method: 'POST', url: '/v1/chat/completions', headers, payload });
}

async function risk(facts: Readonly<Record<string, unknown>>): Promise<string> {
  const response = await ask(
    `How risky is this?\n\`\`\`json\n${JSON.stringify(facts, null, 2)}\n\`\`\`\nAnswer in JSON {risk_level}.`,
  );
  return JSON.parse(response.json().choices[0].message.content).risk_level;
}

const cases: readonly [string, Readonly<Record<string, unknown>>, string][] = [
  ['rare interruptions', spot, 'low'],
  ['some interruptions', { ...spot, interruption_rate: 0.15 }, 'medium'],
  ['many interruptions', { ...spot, interruption_rate: 0.16 }, 'high'],
  ['too little capacity', { ...spot, capacity: 2 }, 'high'],
  ['a small discount', { ...spot, discount: 0.29 }, 'medium'],
  ['a tight objective', { ...spot, p95_after: 3.7, slo_p95: 4 }, 'medium'],
  ['a missed objective', { ...spot, p95_after: 4.1, slo_p95: 4 }, 'high'],
  ['lost quality', { kind: 'quantization', quality_drop: 0.08 }, 'high'],
  ['a kind alone', { kind: 'kv_cache_optimization' }, 'low'],
  ['a price of ten days', { ...spot, price_history_days: 10 }, 'medium'],
  ['a price of three days', { ...spot, price_history_days: 3 }, 'high'],
  ['nothing known', { colour: 'red' }, 'medium'],
];

for (const [name, facts, expected] of cases) {
  test(`risk: ${name}`, async () => assert.equal(await risk(facts), expected));
}

test('the rationale names the facts', async () => {
  const { content } = (await ask(JSON.stringify(spot))).json().choices[0].message;
  assert.match(content, /interruption_rate 0\.05.*capacity 4 beside machines 3/);
});

test('text in parts is read as well', async () => {
  const response = await ask([
    { type: 'text', text: JSON.stringify({ ...spot, note: 'a } in "quotes"', capacity: 1 }) },
  ]);
  assert.equal(JSON.parse(response.json().choices[0].message.content).risk_level, 'high');
});

test('a question without facts is answered with high risk', async () => {
  assert.match((await ask('Is it risky {really}?')).json().choices[0].message.content, /"risk_level":"high"/);
});

test('a request without a key, or not of that shape, is refused', async () => {
  assert.equal((await ask('x', {})).statusCode, 401);
  const refused = await ask(7);
  assert.equal(refused.statusCode, 400);
  assert.match(refused.json().error.message, /messages\.1\.content/);
});

test('it tells that it is well', async () => {
  assert.deepEqual((await app.inject('/health')).json(), { status: 'ok', service: 'llm' });
});

const customer = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const change = (behaviour: string, key = 'key') =>
  app.inject({
    method: 'PUT',
    url: `/control/llm/${customer}`,
    headers: { 'x-control-key': key },
    payload: { behaviour },
  });

async function content(user: string, facts: Readonly<Record<string, unknown>> = spot): Promise<string> {
  const payload = { model: 'risk', user, messages: [{ role: 'user', content: JSON.stringify(facts) }] };
  const headers = { authorization: 'Bearer any' };
  const response = await app.inject({ method: 'POST', url: '/v1/chat/completions', headers, payload });
  return response.json().choices[0].message.content;
}

test('towards a customer it may talk nonsense, towards others it goes on well', async () => {
  assert.equal((await change('nonsense')).statusCode, 204);
  const nonsense = await content(customer);
  assert.throws(() => JSON.parse(nonsense), SyntaxError);
  assert.equal(JSON.parse(await content('somebody else')).risk_level, 'low');
  assert.equal((await change('well')).statusCode, 204);
  assert.equal(JSON.parse(await content(customer)).risk_level, 'low');
});

test('it may call every risk low', async () => {
  const risky = { ...spot, interruption_rate: 0.5 };
  await change('careless');
  assert.equal(JSON.parse(await content(customer, risky)).risk_level, 'low');
  await change('well');
  assert.equal(JSON.parse(await content(customer, risky)).risk_level, 'high');
});

test('it may take four minutes of the world to answer', async () => {
  await change('slow');
  let answered = false;
  const answer = content(customer).finally(() => {
    answered = true;
  });
  // An answer that does not wait is there by then.
  assert.equal(JSON.parse(await content('somebody else')).risk_level, 'low');
  clock.pass(239);
  await content('somebody else');
  assert.equal(answered, false);
  clock.pass(1);
  assert.equal(JSON.parse(await answer).risk_level, 'low');
  await change('well');
});

test('who controls it needs the key and says what is allowed', async () => {
  assert.equal((await change('nonsense', 'wrong')).statusCode, 401);
  const refused = await change('drunk');
  assert.equal(refused.statusCode, 400);
  assert.match(refused.json().detail, /well, silent, nonsense, slow, careless/);
});
