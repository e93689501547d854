import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConfigurationError, readConfig } from './config';

describe('The configuration', () => {
  it('needs nothing', () => {
    assert.deepEqual(readConfig({}), {
      target: 'embedded',
      worldSpeed: 30,
      attach: 'auto',
      preflight: 'on',
      keep: false,
      redisServer: undefined,
      browserExecutable: undefined,
      fuzzSeed: undefined,
      remote: undefined,
      confirm: undefined,
      ports: {},
      replicas: {},
    });
  });

  it('takes what is given, and an empty variable for one that is not', () => {
    const config = readConfig({ WORLD_SPEED: '12.5', E2E_KEEP: 'true', ORCHESTRATOR_PORT: '8001', E2E_TARGET: '' });
    assert.equal(config.worldSpeed, 12.5);
    assert.equal(config.keep, true);
    assert.deepEqual(config.ports, { ORCHESTRATOR_PORT: 8001 });
    assert.equal(config.target, 'embedded');
  });

  it('takes how many there shall be of a service', () => {
    const { replicas } = readConfig({ E2E_TARGET: 'compose', E2E_REPLICAS: 'orchestrator=2, cost-agent=3' });
    assert.deepEqual(replicas, { orchestrator: 2, 'cost-agent': 3 });
  });

  const replicas =
    '1 to 9 of orchestrator, cost-agent, performance-agent, resource-agent, application-agent, such as orchestrator=2,cost-agent=3';
  const mistakes: readonly [NodeJS.ProcessEnv, string][] = [
    [{ E2E_TARGET: 'moon' }, 'E2E_TARGET is "moon". Allowed: embedded, compose, containers or remote.'],
    [{ WORLD_SPEED: '0' }, 'WORLD_SPEED is "0". Allowed: a number from 1 to 100.'],
    [{ WORLD_SPEED: 'fast' }, 'WORLD_SPEED is "fast". Allowed: a number from 1 to 100.'],
    [{ REDIS_PORT: '70000' }, 'REDIS_PORT is "70000". Allowed: a whole number from 1 to 65535.'],
    [{ E2E_FUZZ_SEED: '0x7' }, 'E2E_FUZZ_SEED is "0x7". Allowed: a whole number from 0 to 2147483647.'],
    [{ E2E_TARGET: 'compose', E2E_REPLICAS: 'portal=2' }, `E2E_REPLICAS is "portal=2". Allowed: ${replicas}.`],
    [{ E2E_TARGET: 'compose', E2E_REPLICAS: 'orchestrator' }, `E2E_REPLICAS is "orchestrator". Allowed: ${replicas}.`],
    [
      { E2E_TARGET: 'compose', E2E_REPLICAS: 'orchestrator=0' },
      `E2E_REPLICAS is "orchestrator=0". Allowed: ${replicas}.`,
    ],
    [{ E2E_REPLICAS: 'orchestrator=2' }, 'E2E_REPLICAS is "orchestrator=2". Allowed: only with E2E_TARGET=compose.'],
    [{ E2E_ATTACH: 'yes' }, 'E2E_ATTACH is "yes". Allowed: auto, only or never.'],
  ];
  for (const [environment, message] of mistakes) {
    it(`answers ${JSON.stringify(environment)} with what is allowed`, () => {
      assert.throws(() => readConfig(environment), { name: 'ConfigurationError', message });
    });
  }

  it('never shows the value of a secret', () => {
    for (const option of ['E2E_ADDRESSES', 'CONTROL_KEY', 'OPERATOR_PASSWORD']) {
      assert.doesNotMatch(new ConfigurationError(option, 'hunter2', 'another').message, /hunter2/);
    }
  });
});
