import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { type EC2Client, RunInstancesCommand } from '@aws-sdk/client-ec2';
import type { Clients } from './testing/clients.ts';
import { CloudUnderTest, imageId } from './testing/cloud-under-test.ts';
import type { GoogleClients } from './testing/google-clients.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

const work = (queue: string) => ({ workload: 'batch', 'batch-queue': queue });

function batch(queue: string, instance_type: string) {
  const usage = { gpu_share: 0.8, data_gb_a_month: 730 };
  return { name: 'batch-1', instance_type, tags: work(queue), usage };
}

async function runOnAws(ec2: EC2Client, tags: Readonly<Record<string, string>>): Promise<string> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  const order = { ImageId: imageId, InstanceType: 'g5.12xlarge' as const, MinCount: 1, MaxCount: 1 };
  const TagSpecifications = [{ ResourceType: 'instance' as const, Tags }];
  const { Instances: [instance] = [] } = await ec2.send(new RunInstancesCommand({ ...order, TagSpecifications }));
  return instance?.InstanceId ?? '';
}

/** What CloudWatch tells of this minute. */
async function useOnAws({ cloudWatch }: Clients, id: string): Promise<readonly number[]> {
  const Dimensions = [{ Name: 'InstanceId', Value: id }];
  const Metric = { Namespace: 'CWAgent', MetricName: 'nvidia_smi_utilization_gpu', Dimensions };
  const { MetricDataResults: [result] = [] } = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(Date.now() - 60_000),
      EndTime: new Date(Date.now() + 1000),
      MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Average' } }],
    }),
  );
  return result?.Values ?? [];
}

async function runOnGoogle({ compute, place }: GoogleClients, labels: Record<string, string>): Promise<string> {
  const requestBody = { name: 'batch-2', machineType: 'zones/us-central1-a/machineTypes/a2-highgpu-8g', labels };
  return (await compute.instances.insert({ ...place, requestBody })).data.targetId ?? '';
}

/** What Cloud Monitoring tells of this minute. */
async function useOnGoogle(google: GoogleClients, id: string): Promise<readonly number[]> {
  const { data } = await google.get(`/v3/projects/${google.place.project}/timeSeries`, {
    filter: `metric.type = "agent.googleapis.com/gpu/utilization" AND resource.labels.instance_id = "${id}"`,
    'interval.startTime': new Date(Date.now() - 60_000).toISOString(),
    'interval.endTime': new Date(Date.now() + 1).toISOString(),
  });
  const { timeSeries } = data as { timeSeries: { points: { value: { doubleValue: number } }[] }[] };
  return timeSeries.flatMap(({ points }) => points.map(({ value }) => value.doubleValue));
}

suite('batch work', () => {
  test('goes from AWS to Google, where it makes GPUs as busy', async () => {
    const { account, clients } = await cloud.account({ machines: [batch('aws-to-google', 'p4d.24xlarge')] });
    assert.deepEqual(await useOnAws(clients, account.machines[0]?.instance_id ?? ''), [80]);
    const { owner } = await cloud.project();
    const id = await runOnGoogle(owner, work('aws-to-google'));
    cloud.clock.pass(44);
    assert.deepEqual(await useOnGoogle(owner, id), [0]);
    cloud.clock.pass(1);
    assert.deepEqual(await useOnGoogle(owner, id), [80]);
  });

  test('goes from Google to AWS', async () => {
    await cloud.project({ machines: [batch('google-to-aws', 'a2-highgpu-8g')] });
    const { clients } = await cloud.account();
    const id = await runOnAws(clients.ec2, work('google-to-aws'));
    cloud.clock.pass(44);
    assert.deepEqual(await useOnAws(clients, id), [0]);
    cloud.clock.pass(1);
    assert.deepEqual(await useOnAws(clients, id), [80]);
  });

  test('is not done by a machine for a queue that nobody had, for none, or that cannot boot', async () => {
    const { account, clients } = await cloud.account({ machines: [batch('own', 'g5.12xlarge')] });
    const ids = [
      await runOnAws(clients.ec2, work('unknown')),
      await runOnAws(clients.ec2, { 'batch-queue': 'own' }),
      await runOnAws(clients.ec2, { workload: 'batch' }),
    ];
    const broken = { market: 'on_demand', boot_failure: true };
    await cloud.control('PUT', `/accounts/${account.account_id}/hardware`, broken);
    ids.push(await runOnAws(clients.ec2, work('own')));
    cloud.clock.pass(45);
    for (const id of ids) assert.deepEqual(await useOnAws(clients, id), [0]);
  });

  test('ends with the account that it came from', async () => {
    const { account } = await cloud.account({ machines: [batch('short', 'g5.12xlarge')] });
    await cloud.control('DELETE', `/accounts/${account.account_id}`);
    const { owner } = await cloud.project();
    const id = await runOnGoogle(owner, work('short'));
    cloud.clock.pass(45);
    assert.deepEqual(await useOnGoogle(owner, id), [0]);
  });

  test('is taken up again by a machine that was stopped', async () => {
    const { owner } = await cloud.project({ machines: [batch('again', 'a2-highgpu-8g')] });
    const instance = { ...owner.place, instance: 'batch-1' };
    const { id } = (await owner.compute.instances.get(instance)).data;
    await owner.compute.instances.stop(instance);
    cloud.clock.pass(10);
    assert.deepEqual(await useOnGoogle(owner, id ?? ''), []);
    await owner.compute.instances.start(instance);
    cloud.clock.pass(15);
    assert.deepEqual(await useOnGoogle(owner, id ?? ''), [0]);
    cloud.clock.pass(30);
    assert.deepEqual(await useOnGoogle(owner, id ?? ''), [80]);
  });
});
