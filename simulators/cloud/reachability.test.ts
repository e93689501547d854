import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { Impersonated } from 'google-auth-library';
import { clientsOf } from './testing/clients.ts';
import { CloudUnderTest, gcpPlatformToken } from './testing/cloud-under-test.ts';
import { clientOf, clientsWith, refusal, refusalIn } from './testing/google-clients.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

const unavailable = { name: 'ServiceUnavailable', $metadata: { httpStatusCode: 503 } };

/** Only name and status are compared. */
async function isUnavailable(call: Promise<unknown>): Promise<void> {
  await assert.rejects(call, ({ name, $metadata }: { name: string; $metadata: { httpStatusCode?: number } }) => {
    assert.deepEqual({ name, $metadata: { httpStatusCode: $metadata.httpStatusCode } }, unavailable);
    return true;
  });
}

suite('an account that cannot be reached', () => {
  test('answers no role, is no role for anybody, and lets its owner in', async () => {
    const { account, clients } = await cloud.account();
    const order = { RoleArn: account.role_arn, RoleSessionName: 'optiinfra' };
    const assume = async () => {
      const { Credentials: given } = await cloud.platformClients.sts.send(new AssumeRoleCommand(order));
      return clientsOf(cloud.url, {
        accessKeyId: given?.AccessKeyId ?? '',
        secretAccessKey: given?.SecretAccessKey ?? '',
        sessionToken: given?.SessionToken ?? '',
      });
    };
    const role = await assume();
    const other = await cloud.account();
    const reach = (reachable: boolean) =>
      cloud.control('PUT', `/accounts/${account.account_id}/reachability`, { reachable });
    assert.equal((await reach(false)).status, 204);
    await isUnavailable(role.ec2.send(new DescribeInstancesCommand({})));
    await isUnavailable(role.iam.send(new ListRolesCommand()));
    const metrics = { StartTime: new Date(0), EndTime: new Date(), MetricDataQueries: [] };
    await isUnavailable(role.cloudWatch.send(new GetMetricDataCommand(metrics)));
    await isUnavailable(assume());
    await clients.ec2.send(new DescribeInstancesCommand({}));
    await other.clients.ec2.send(new DescribeInstancesCommand({}));
    await reach(true);
    await role.ec2.send(new DescribeInstancesCommand({}));
    await assume();
  });
});

suite('a project that cannot be reached', () => {
  test('answers no service account, lends no token, and lets its owner in', async () => {
    const { project, owner } = await cloud.project();
    const { project_id: id, service_account: targetPrincipal } = project;
    const impersonated = () =>
      new Impersonated({
        sourceClient: clientOf(gcpPlatformToken),
        targetPrincipal,
        targetScopes: ['https://www.googleapis.com/auth/cloud-platform'],
        endpoint: cloud.url,
      });
    const google = clientsWith(cloud.url, id, impersonated());
    await google.compute.instances.list(google.place);
    const reach = (reachable: boolean) => cloud.control('PUT', `/projects/${id}/reachability`, { reachable });
    assert.equal((await reach(false)).status, 204);
    assert.deepEqual(await refusal(google.compute.instances.list(google.place)), [503, 'backendError']);
    const prices = await google.get('/v1/services/6F81-5844-456A/skus');
    assert.deepEqual(refusalIn(prices.data), [503, 'backendError']);
    const wish = clientOf(gcpPlatformToken).request({
      url: `${cloud.url}/v1/projects/-/serviceAccounts/${targetPrincipal}:generateAccessToken`,
      method: 'POST',
      data: { scope: ['https://www.googleapis.com/auth/cloud-platform'] },
      retry: false,
    });
    assert.deepEqual(await refusal(wish), [503, 'backendError']);
    await owner.compute.instances.list(owner.place);
    await reach(true);
    await google.compute.instances.list(google.place);
    await impersonated().getAccessToken();
  });
});

test('whether an account or project can be reached is said of those that there are', async () => {
  const body = { reachable: false };
  assert.equal((await cloud.control('PUT', '/accounts/123456789012/reachability', body)).status, 404);
  assert.equal((await cloud.control('PUT', '/projects/project-none/reachability', body)).status, 404);
});
