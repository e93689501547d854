import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import {
  CreateRoleCommand,
  GetRoleCommand,
  ListRolesCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetProductsCommand } from '@aws-sdk/client-pricing';
import { AssumeRoleCommand, GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { clientsOf } from './testing/clients.ts';
import { CloudUnderTest, platform } from './testing/cloud-under-test.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

const machines = [{ name: 'one', instance_type: 'm5.large' }];

async function assume(sts: STSClient, RoleArn: string, more: { DurationSeconds?: number; ExternalId?: string } = {}) {
  const { Credentials: keys } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'agent', ...more }));
  const {
    AccessKeyId: accessKeyId = '',
    SecretAccessKey: secretAccessKey = '',
    SessionToken: sessionToken = '',
  } = keys ?? {};
  return { accessKeyId, secretAccessKey, sessionToken };
}

suite('the role for OptiInfra', () => {
  test('lets the platform into the account, and into no other', async () => {
    const [first, second] = [await cloud.account({ machines }), await cloud.account()];
    const lent = clientsOf(cloud.url, await assume(cloud.platformClients.sts, first.account.role_arn));
    const seen = await lent.ec2.send(new DescribeInstancesCommand());
    assert.equal(seen.Reservations?.[0]?.Instances?.[0]?.InstanceId, first.account.machines[0]?.instance_id);
    const who = await lent.sts.send(new GetCallerIdentityCommand());
    assert.equal(who.Account, first.account.account_id);
    assert.match(who.Arn ?? '', /:assumed-role\/OptiInfraAccess\/agent$/);
    await assert.rejects(assume(lent.sts, second.account.role_arn), { name: 'AccessDenied' });
  });

  test('is refused to others, and so is one that does not exist', async () => {
    const { account, clients } = await cloud.account();
    const stranger = await cloud.account();
    const { sts } = cloud.platformClients;
    const denied = { name: 'AccessDenied', message: /not authorized to perform: sts:AssumeRole on resource: arn/ };
    await assert.rejects(assume(stranger.clients.sts, account.role_arn), denied);
    await assert.rejects(assume(sts, `${account.role_arn}Other`), denied);
    await assert.rejects(assume(sts, 'arn:aws:iam::123456789012:role/OptiInfraAccess'), denied);
    const { Role: role } = await clients.iam.send(new GetRoleCommand({ RoleName: 'OptiInfraAccess' }));
    assert.equal(role?.Arn, account.role_arn);
  });

  test('trusts whom the account was opened for instead of the platform', async () => {
    const friend = await cloud.account();
    const { account } = await cloud.account({ trusted_principal: friend.account.account_id });
    assert.ok((await assume(friend.clients.sts, account.role_arn)).sessionToken);
    await assert.rejects(assume(cloud.platformClients.sts, account.role_arn), { name: 'AccessDenied' });
  });

  test('may ask for an external id', async () => {
    const { clients } = await cloud.account();
    const statement = {
      Effect: 'Allow',
      Principal: { AWS: platform.accountId },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': 'acme-7' } },
    };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const order = new CreateRoleCommand({ RoleName: 'guarded', AssumeRolePolicyDocument });
    const arn = (await clients.iam.send(order)).Role?.Arn ?? '';
    const { sts } = cloud.platformClients;
    assert.ok((await assume(sts, arn, { ExternalId: 'acme-7' })).sessionToken);
    await assert.rejects(assume(sts, arn, { ExternalId: 'acme-8' }), { name: 'AccessDenied' });
    await assert.rejects(assume(sts, arn), { name: 'AccessDenied' });
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ ...statement, Condition: { StringLike: { 'sts:ExternalId': 'acme-?.*' } } }],
    });
    await clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: 'guarded', PolicyDocument }));
    assert.ok((await assume(sts, arn, { ExternalId: 'acme-8.eu' })).sessionToken);
    for (const ExternalId of ['acme-8', 'acme-88.eu', 'x-acme-8.eu'])
      await assert.rejects(assume(sts, arn, { ExternalId }), { name: 'AccessDenied' });
    await assert.rejects(assume(sts, arn), { name: 'AccessDenied' });
    const bad = new CreateRoleCommand({ RoleName: 'bad', AssumeRolePolicyDocument: '{}' });
    await assert.rejects(clients.iam.send(bad), { name: 'MalformedPolicyDocumentException' });
    assert.deepEqual(
      (await clients.iam.send(new ListRolesCommand())).Roles?.map((role) => role.RoleName),
      ['OptiInfraAccess', 'guarded'],
    );
  });

  test('lends keys that expire', async (context) => {
    const { account } = await cloud.account();
    const { sts } = cloud.platformClients;
    await assert.rejects(assume(sts, account.role_arn, { DurationSeconds: 60 }), { name: 'ValidationError' });
    const lent = clientsOf(cloud.url, await assume(sts, account.role_arn, { DurationSeconds: 900 }));
    context.mock.timers.enable({ apis: ['Date'], now: Date.now() + 899_000 });
    await lent.ec2.send(new DescribeInstancesCommand());
    context.mock.timers.setTime(Date.now() + 2000);
    await assert.rejects(lent.ec2.send(new DescribeInstancesCommand()), { name: 'RequestExpired' });
    await assert.rejects(lent.sts.send(new GetCallerIdentityCommand()), { name: /Expired/ });
  });
});

suite('signatures', () => {
  const stranger = { accessKeyId: 'AKIA0000000000000000', secretAccessKey: 'secret' };

  test('of an unknown key are refused in the words of each service', async () => {
    const { ec2, iam, sts, pricing } = clientsOf(cloud.url, stranger);
    await assert.rejects(ec2.send(new DescribeInstancesCommand()), { name: 'AuthFailure' });
    await assert.rejects(sts.send(new GetCallerIdentityCommand()), { name: 'InvalidClientTokenId' });
    await assert.rejects(iam.send(new ListRolesCommand()), { name: 'InvalidClientTokenId' });
    const ask = new GetProductsCommand({ ServiceCode: 'AmazonEC2' });
    await assert.rejects(pricing.send(ask), { name: 'UnrecognizedClientException' });
  });

  test('with a wrong secret are refused', async () => {
    const { ec2, sts } = clientsOf(cloud.url, { ...platform, secretAccessKey: 'guessed' });
    await assert.rejects(sts.send(new GetCallerIdentityCommand()), { name: 'SignatureDoesNotMatch' });
    await assert.rejects(ec2.send(new DescribeInstancesCommand()), { name: 'AuthFailure' });
  });

  test('of temporary keys without their token are refused', async () => {
    const { account } = await cloud.account();
    const { sessionToken: _token, ...keys } = await assume(cloud.platformClients.sts, account.role_arn);
    const { ec2 } = clientsOf(cloud.url, keys);
    await assert.rejects(ec2.send(new DescribeInstancesCommand()), { name: 'AuthFailure' });
  });

  test('do not fit another body, and are needed', async () => {
    let signed: { headers: Record<string, string>; body: string } | undefined;
    const { sts } = cloud.platformClients;
    sts.middlewareStack.add(
      (next) => (args) => {
        signed = args.request as typeof signed;
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    await sts.send(new GetCallerIdentityCommand());
    const post = (body: string) =>
      fetch(cloud.url, { method: 'POST', body, headers: signed?.headers ?? {} }).then((response) => response.status);
    assert.equal(await post(signed?.body ?? ''), 200);
    assert.equal(await post(signed?.body.replace('Version', 'version') ?? ''), 403);
    const bare = await fetch(cloud.url, { method: 'POST', body: new URLSearchParams({ Action: 'DescribeInstances' }) });
    assert.equal(bare.status, 401);
  });

  test('of the platform alone open no account', async () => {
    const { ec2, sts } = cloud.platformClients;
    await assert.rejects(ec2.send(new DescribeInstancesCommand()), { name: 'UnauthorizedOperation' });
    assert.equal((await sts.send(new GetCallerIdentityCommand())).Account, platform.accountId);
  });

  test('of a closed account are unknown', async () => {
    const { account, clients } = await cloud.account();
    const lent = clientsOf(cloud.url, await assume(cloud.platformClients.sts, account.role_arn));
    assert.equal((await cloud.control('DELETE', `/accounts/${account.account_id}`)).status, 204);
    await assert.rejects(clients.ec2.send(new DescribeInstancesCommand()), { name: 'AuthFailure' });
    await assert.rejects(lent.ec2.send(new DescribeInstancesCommand()), { name: 'AuthFailure' });
  });
});
