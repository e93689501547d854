import assert from 'node:assert/strict';
import { test } from 'node:test';
import { told } from './secrets-told';

test('a secret is named with the place where it stands, once, and its value is not', () => {
  const found = told(
    [
      ['agentKey', 'abc123'],
      ['jwtSecret', 'def456'],
      ['agentKey', 'abc123'],
    ],
    [
      ['the log of cost', 'x-agent-key: abc123, and again abc123'],
      ['the log of portal', 'nothing'],
    ],
  );
  assert.deepEqual(found, ['agentKey in the log of cost']);
});

test('what everybody may know is no secret, and an empty one is nowhere', () => {
  const secrets = [
    ['operatorEmail', 'olive@optiinfra.example'],
    ['llmKey', ''],
  ] as const;
  assert.deepEqual(told(secrets, [['the log of portal', 'olive@optiinfra.example']]), []);
});
