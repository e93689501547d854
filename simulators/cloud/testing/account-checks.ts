import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateRoleCommand,
  GetRoleCommand,
  ListRolesCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Target } from './target.ts';

/** Roles and who may take them. */
export function identityChecks({ clients }: Target): void {
  test('a role is made, read and listed; one that is not there is refused by name', async () => {
    const { iam } = clients();
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    };
    const role = { RoleName: 'generic', AssumeRolePolicyDocument: JSON.stringify(policy) };
    const { Role: made } = await iam.send(new CreateRoleCommand(role));
    assert.match(made?.Arn ?? '', /^arn:aws:iam::\d{12}:role\/generic$/);
    const { Role: read } = await iam.send(new GetRoleCommand({ RoleName: 'generic' }));
    assert.deepEqual(JSON.parse(decodeURIComponent(read?.AssumeRolePolicyDocument ?? '')), policy);
    const other = { ...policy, Statement: [{ ...policy.Statement[0], Effect: 'Deny' }] };
    const update = { RoleName: 'generic', PolicyDocument: JSON.stringify(other) };
    await iam.send(new UpdateAssumeRolePolicyCommand(update));
    const { Role: changed } = await iam.send(new GetRoleCommand({ RoleName: 'generic' }));
    assert.deepEqual(JSON.parse(decodeURIComponent(changed?.AssumeRolePolicyDocument ?? '')), other);
    const { Roles: roles } = await iam.send(new ListRolesCommand());
    assert.ok(roles?.some(({ Arn: arn }) => arn === made?.Arn));
    await assert.rejects(iam.send(new CreateRoleCommand(role)), { name: 'EntityAlreadyExistsException' });
    await assert.rejects(iam.send(new GetRoleCommand({ RoleName: 'none' })), { name: 'NoSuchEntityException' });
  });

  test('a role that trusts the caller lends temporary keys', async () => {
    const { iam, sts } = clients();
    const { Account: account } = await sts.send(new GetCallerIdentityCommand());
    assert.match(account ?? '', /^\d{12}$/);
    const policy = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
    };
    const { Role: role } = await iam.send(
      new CreateRoleCommand({ RoleName: 'lent', AssumeRolePolicyDocument: JSON.stringify(policy) }),
    );
    const { Credentials: keys, AssumedRoleUser: user } = await sts.send(
      new AssumeRoleCommand({ RoleArn: role?.Arn, RoleSessionName: 'check', DurationSeconds: 900 }),
    );
    assert.match(keys?.AccessKeyId ?? '', /^ASIA/);
    assert.ok(keys?.SessionToken);
    assert.ok(Math.abs(Number(keys.Expiration) - Date.now() - 900_000) < 60_000);
    assert.equal(user?.Arn, `arn:aws:sts::${account}:assumed-role/lent/check`);
  });
}

/** Metrics that are put and read. */
export function metricChecks({ clients }: Target): void {
  const dimensions = [{ Name: 'InstanceId', Value: 'i-823ac37fbe484554d' }];
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000 - 120_000);
  const metric = { Namespace: 'Check', MetricName: 'gpu', Dimensions: dimensions };
  const span = { StartTime: new Date(minute.getTime() - 3_600_000), EndTime: new Date(minute.getTime() + 60_000) };

  test('metrics are kept, listed and computed', async () => {
    const { cloudWatch } = clients();
    const datum = { MetricName: 'gpu', Dimensions: dimensions, Timestamp: minute };
    await cloudWatch.send(
      new PutMetricDataCommand({
        Namespace: 'Check',
        MetricData: [
          { ...datum, Value: 42.5, Unit: 'Percent' },
          { ...datum, Values: [1, 2], Counts: [3, 4], Unit: 'Percent' },
        ],
      }),
    );
    const { Metrics: metrics } = await cloudWatch.send(new ListMetricsCommand({ Namespace: 'Check' }));
    assert.deepEqual(metrics, [metric]);
    const { Datapoints: [point] = [] } = await cloudWatch.send(
      new GetMetricStatisticsCommand({
        ...metric,
        ...span,
        Period: 60,
        Statistics: ['Average', 'Maximum', 'SampleCount', 'Sum'],
      }),
    );
    assert.deepEqual([point?.Average, point?.Maximum, point?.SampleCount, point?.Sum], [6.6875, 42.5, 8, 53.5]);
    const { MetricDataResults: [result] = [] } = await cloudWatch.send(
      new GetMetricDataCommand({
        ...span,
        MetricDataQueries: [{ Id: 'm1', MetricStat: { Metric: metric, Period: 60, Stat: 'Average' } }],
      }),
    );
    assert.deepEqual([result?.Id, result?.Values, result?.Timestamps], ['m1', [6.6875], [minute]]);
  });

  test('a span that ends before it begins is refused', async () => {
    const { cloudWatch } = clients();
    const backwards = { StartTime: span.EndTime, EndTime: span.StartTime };
    const query = new GetMetricStatisticsCommand({ ...metric, ...backwards, Period: 60, Statistics: ['Average'] });
    await assert.rejects(cloudWatch.send(query), { name: 'InvalidParameterValueException' });
  });
}
