import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, parseConfig } from '../shared/config.ts';
import { configSchema } from './config.ts';

const complete = {
  PORT: '8001',
  PUBLIC_URL: 'http://127.0.0.1:8001',
  DATABASE_URL: 'postgresql://optiinfra:pw@127.0.0.1:5433/optiinfra',
  REDIS_URL: 'redis://127.0.0.1:6380',
  CLICKHOUSE_URL: 'http://127.0.0.1:8124',
  QDRANT_URL: 'http://127.0.0.1:6334',
  JWT_SECRET: 'd2f1c09e8b7a6543d2f1c09e8b7a6543',
  AGENT_KEY: '0f1e2d3c4b5a6978',
  CREDENTIALS_KEY: '9c41e7f0a2b85d63'.repeat(4),
  OPERATOR_EMAIL: 'olive@optiinfra.example',
  OPERATOR_PASSWORD: 'b3c8-a91f-77e0',
};

test('the defaults are those of production', () => {
  const config = parseConfig(configSchema, complete);
  assert.deepEqual(config.ROLLOUT_WINDOWS_SECONDS, { canary: 30, half: 60, full: 90 });
  assert.equal(config.ACCESS_TOKEN_SECONDS, 3600);
  const hours = Object.entries(config.APPROVAL_SECONDS).map(([risk, duration]) => `${risk} ${duration / 3600}`);
  assert.deepEqual(hours, ['low 168', 'medium 48', 'high 24', 'critical 4']);
  assert.equal(config.AGENT_UNREACHABLE_SECONDS, 45);
  assert.equal(config.CREDENTIALS_KEY.length, 32);
  assert.equal(config.COMPENSATION_RETRIES, 5);
  assert.equal(config.COMPENSATION_RETRY_SECONDS, 1);
  assert.equal(config.LEASE_SECONDS, 10);
  assert.equal(config.TASK_RETRY_SECONDS, 1);
  assert.equal(config.CIRCUIT_BREAKER_FAILURES, 3);
  assert.equal(config.CIRCUIT_BREAKER_PAUSE_SECONDS, 30);
});

test('every mistake is named with what is allowed, and no secret is shown', () => {
  const message = refusal({
    ...complete,
    ROLLOUT_WINDOWS_SECONDS: '30,60',
    JWT_SECRET: 'short',
    CREDENTIALS_KEY: 'xyz',
  });
  assert.match(message, /ROLLOUT_WINDOWS_SECONDS is "30,60"\. Allowed: 3 positive numbers of seconds/);
  assert.match(message, /JWT_SECRET has a wrong value, which is not shown\. Allowed: at least 32 characters/);
  assert.match(message, /CREDENTIALS_KEY has a wrong value, which is not shown\. Allowed: 64 hexadecimal digits/);
  assert.doesNotMatch(message, /short|xyz/);
});

test('a secret that could be guessed is refused', () => {
  for (const JWT_SECRET of [
    'x'.repeat(32),
    'please-change-me-0f1e2d3c4b5a6978',
    'A-Very-Long-Password-0f1e2d3c4b5a6978',
  ])
    assert.match(refusal({ ...complete, JWT_SECRET }), /JWT_SECRET has a wrong value, which is not shown/);
  assert.match(refusal({ ...complete, CREDENTIALS_KEY: '0'.repeat(64) }), /CREDENTIALS_KEY has a wrong value/);
});

test('lifetimes of approvals are four, one for each risk', () => {
  assert.match(refusal({ ...complete, APPROVAL_SECONDS: '10,10,10' }), /APPROVAL_SECONDS is "10,10,10"\. Allowed: 4/);
  assert.match(refusal({ ...complete, APPROVAL_SECONDS: '10,10,10,0' }), /APPROVAL_SECONDS/);
});

test('windows of no length are refused', () => {
  assert.match(refusal({ ...complete, ROLLOUT_WINDOWS_SECONDS: '0,60,90' }), /ROLLOUT_WINDOWS_SECONDS/);
});

function refusal(environment: Record<string, string>): string {
  try {
    parseConfig(configSchema, environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  assert.fail('expected the configuration to be refused');
}
