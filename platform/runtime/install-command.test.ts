import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../shared/problem.ts';
import { parseInstallCommand } from './install-command.ts';

const customer = '7b1f8a52-3c4d-4e8f-9a10-2b3c4d5e6f70';

test('the command tells where to connect, as whom and with which token', () => {
  assert.deepEqual(
    parseInstallCommand(
      `optiinfra-runtime install --server http://127.0.0.1:8001/ --customer ${customer} --token abc-1`,
    ),
    { server: 'http://127.0.0.1:8001', customerId: customer, token: 'abc-1' },
  );
});

test('the order of the options and the spaces between them do not matter', () => {
  const command = `  optiinfra-runtime  install --token abc --customer=${customer} --server https://optiinfra.example `;
  assert.equal(parseInstallCommand(command).server, 'https://optiinfra.example');
});

for (const [command, mistake] of [
  ['rm -rf /', /does not begin/],
  [`optiinfra-runtime install --server ftp://a --customer ${customer} --token t`, /--server must be a URL/],
  ['optiinfra-runtime install --server http://a --customer acme --token t', /--customer must be a UUID/],
  [`optiinfra-runtime install --server http://a --customer ${customer}`, /--token must be given/],
  [`optiinfra-runtime install --server http://a --customer ${customer} --token t --force`, /--force/],
] as const) {
  test(`"${command}" is refused with what is wrong`, () => {
    assert.throws(
      () => parseInstallCommand(command),
      (error) => error instanceof Problem && error.status === 400 && mistake.test(error.message),
    );
  });
}
