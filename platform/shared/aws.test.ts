import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, test } from 'node:test';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { Aws } from './aws.ts';

const role = { roleArn: 'arn:aws:iam::123456789012:role/optiinfra', region: 'us-east-1', externalId: 'acme' };

/** A security token service whose sessions last `lifetime` seconds; without one it refuses. */
let lifetime: number | undefined;
let sessions: number;
let server: Server;
let aws: Aws;

beforeEach(async () => {
  lifetime = 3600;
  sessions = 0;
  server = createServer((request, response) => {
    request.resume();
    sessions += 1;
    response.writeHead(lifetime === undefined ? 403 : 200).end(lifetime === undefined ? refusal : session(lifetime));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  aws = new Aws({ endpoint, region: 'us-east-1', accessKeyId: 'platform', secretAccessKey: 'secret' });
});

afterEach(() => {
  aws.close();
  server.closeAllConnections();
  server.close();
});

test('a client works with the credentials of the role', async () => {
  const ec2 = await aws.ec2(role);
  assert.equal((await ec2.config.credentials()).accessKeyId, 'role-1');
});

test('a session is used again until a minute before its end', async () => {
  lifetime = 61 + 60;
  await aws.ec2(role);
  await aws.ec2(role);
  assert.equal(sessions, 1);
});

test('a session in its last minute is not used again', async () => {
  lifetime = 59;
  await aws.ec2(role);
  await aws.ec2(role);
  assert.equal(sessions, 2);
});

test('every role has a session of its own', async () => {
  await aws.ec2(role);
  const other = await aws.ec2({ ...role, roleArn: 'arn:aws:iam::210987654321:role/optiinfra' });
  assert.equal((await other.config.credentials()).accessKeyId, 'role-2');
});

test('a session is never handed to somebody else who names the same role', async () => {
  await aws.ec2(role);
  const other = await aws.ec2({ ...role, externalId: 'initech' });
  assert.equal((await other.config.credentials()).accessKeyId, 'role-2');
});

test('a role is open that is lent without an external id', async () => {
  assert.equal(await aws.isOpen(role), true);
  lifetime = undefined;
  assert.equal(await aws.isOpen(role), false);
});

test('a role that does not trust the platform is told by name', async () => {
  lifetime = undefined;
  await assert.rejects(aws.ec2(role), {
    name: 'AccessDeniedError',
    message: /role\/optiinfra cannot be assumed: not yours/,
  });
});

test('a call that must not be sent twice is given up when no answer comes', async (context) => {
  const till = await aws.ec2(role, { tries: 1 });
  server.removeAllListeners('request');
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const answer = till.send(new DescribeInstancesCommand());
  await Promise.all([
    assert.rejects(answer, { name: 'TimeoutError' }),
    once(server, 'request').then(() => context.mock.timers.tick(20_000)),
  ]);
});

const refusal = `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not yours</Message></Error>
  <RequestId>r</RequestId></ErrorResponse>`;

function session(seconds: number): string {
  const end = new Date(Date.now() + seconds * 1000).toISOString();
  return `<AssumeRoleResponse><AssumeRoleResult><Credentials>
    <AccessKeyId>role-${sessions}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>
    <Expiration>${end}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
}
