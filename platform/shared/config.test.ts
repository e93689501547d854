import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { ConfigError, integer, parseConfig, port, seconds, secret, url } from './config.ts';

const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: port,
  WINDOW_SECONDS: seconds.default(30),
  RETRIES: integer(0, 10).default(3),
  DATABASE_URL: url('postgres', 'postgresql').optional(),
  JWT_SECRET: secret(8).optional(),
});

test('values are read, defaults fill in, and an empty value counts as not set', () => {
  const config = parseConfig(schema, { PORT: '8001', WINDOW_SECONDS: '0.5', RETRIES: '' });
  assert.equal(config.PORT, 8001);
  assert.equal(config.WINDOW_SECONDS, 0.5);
  assert.equal(config.RETRIES, 3);
  assert.equal(config.HOST, '127.0.0.1');
});

test('each mistake names the setting, its value and what is allowed', () => {
  assert.deepEqual(mistakes({ PORT: 'abc', WINDOW_SECONDS: '-1' }), [
    'PORT is "abc". Allowed: a whole number from 1 to 65535.',
    'WINDOW_SECONDS is "-1". Allowed: a positive number of seconds, such as 30 or 0.5.',
  ]);
  assert.deepEqual(mistakes({}), ['PORT is not set. Allowed: a whole number from 1 to 65535.']);
});

test('a secret is never repeated, nor the password in a URL', () => {
  const text = mistakes({ PORT: '1', JWT_SECRET: 'hunter2', DATABASE_URL: 'mysql://app:hunter2@host/db' }).join(' ');
  assert.match(text, /JWT_SECRET has a wrong value, which is not shown\. Allowed: at least 8 characters, at random\./);
  assert.match(text, /mysql:\/\/app:\*\*\*@host/);
  assert.doesNotMatch(text, /hunter2/);
});

function mistakes(environment: Record<string, string>): readonly string[] {
  try {
    parseConfig(schema, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  assert.fail('expected the configuration to be refused');
}
