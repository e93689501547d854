import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { GetMetricDataCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CloudUnderTest } from './testing/cloud-under-test.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

const hour = 3_600_000;

/** A metric of the agents, or of EC2 itself. */
interface Ask {
  readonly MetricName: string;
  readonly Stat: string;
  readonly Namespace?: string;
}

/** Hourly values of the last week, oldest first. */
async function lastWeek(usage: object | undefined, ask: Ask & { type?: string; age?: number }) {
  const { type = 'g5.12xlarge', age = 90 } = ask;
  const machine = { name: 'a', instance_type: type, age_days: age, ...(usage ? { usage } : {}) };
  const { account, clients } = await cloud.account({ machines: [machine] });
  const id = account.machines[0]?.instance_id ?? '';
  return { id, account, clients, values: await valuesOf(clients.cloudWatch, { ...ask, id }) };
}

type Clients = Awaited<ReturnType<typeof cloud.account>>['clients'];

async function valuesOf(
  cloudWatch: Clients['cloudWatch'],
  { id, MetricName, Stat, Namespace = 'CWAgent' }: Ask & { id: string },
): Promise<readonly number[]> {
  const Metric = { Namespace, MetricName, Dimensions: [{ Name: 'InstanceId', Value: id }] };
  const now = Date.now();
  const answer = await cloudWatch.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - 7 * 24 * hour),
      EndTime: new Date(now + 1000),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [{ Id: 'm', MetricStat: { Metric, Period: 3600, Stat } }],
    }),
  );
  return answer.MetricDataResults?.[0]?.Values ?? [];
}

const gpu = (Stat: string) => ({ MetricName: 'nvidia_smi_utilization_gpu', Stat });

suite('what is written about machines', () => {
  test('an hour at 90 % each night is a mean of 3.75 %, and a maximum of 90 %', async () => {
    const usage = { gpu_share: 0.9, busy_hours_a_day: 1 };
    const { values, clients, id } = await lastWeek(usage, gpu('Average'));
    assert.equal(values.length, 168);
    assert.equal((values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(2), '3.75');
    assert.equal(Math.max(...(await valuesOf(clients.cloudWatch, { id, ...gpu('Maximum') }))), 90);
  });

  test('half an hour a day is the first half of the first hour', async () => {
    const { values } = await lastWeek({ gpu_share: 0.5, busy_hours_a_day: 0.5 }, gpu('Average'));
    assert.ok(values.includes(25));
  });

  test('a machine without usage, and one that idles for days, does nothing; before that it did', async () => {
    assert.deepEqual(new Set((await lastWeek(undefined, gpu('Maximum'))).values), new Set([0]));
    const week = (await lastWeek({ gpu_share: 0.7, idle_days: 7 }, gpu('Maximum'))).values;
    assert.deepEqual(new Set(week), new Set([0]));
    const shorter = (await lastWeek({ gpu_share: 0.7, idle_days: 6 }, gpu('Maximum'))).values;
    assert.deepEqual([shorter[0], shorter.at(-1)], [70, 0]);
  });

  test('shares are told in percent with their decimals', async () => {
    assert.equal((await lastWeek({ gpu_share: 0.049 }, gpu('Maximum'))).values[0], 4.9);
    assert.equal((await lastWeek({ gpu_share: 0.05 }, gpu('Maximum'))).values[0], 5);
  });

  test('nothing is written before the launch, and no GPU of a machine without', async () => {
    assert.equal((await lastWeek(undefined, { ...gpu('Average'), age: 0 })).values.length, 1);
    const { values, clients, id } = await lastWeek(undefined, { ...gpu('Average'), type: 'm5.large' });
    assert.deepEqual(values, []);
    const { Metrics } = await clients.cloudWatch.send(new ListMetricsCommand({ Namespace: 'CWAgent' }));
    assert.deepEqual(Metrics, [
      { Namespace: 'CWAgent', MetricName: 'mem_used', Dimensions: [{ Name: 'InstanceId', Value: id }] },
    ]);
  });

  test('host memory is told in bytes', async () => {
    const memory = { MetricName: 'mem_used', Stat: 'Maximum' };
    const { values } = await lastWeek({ gpu_share: 0, host_memory_gib: 240 }, memory);
    assert.equal(values[0], 240 * 2 ** 30);
    assert.equal((await lastWeek(undefined, memory)).values[0], 16 * 2 ** 30);
  });

  test('what a machine reads from storage comes in evenly, and is told in bytes', async () => {
    const usage = { gpu_share: 0, data_gb_a_month: 23_000 };
    const received = { Namespace: 'AWS/EC2', MetricName: 'NetworkIn', Stat: 'Sum' };
    const { values } = await lastWeek(usage, received);
    const whole = values.slice(0, -1);
    assert.deepEqual(new Set(whole.map((bytes) => ((bytes * 730) / 2 ** 30).toFixed(6))), new Set(['23000.000000']));
    assert.ok(whole.length >= 167);
    const young = (await lastWeek(usage, { ...received, age: 2 })).values;
    assert.ok(young.length >= 48 && young.length <= 49, `${young.length} hours of two days`);
    assert.deepEqual(new Set((await lastWeek(undefined, received)).values), new Set([0]));
  });

  test('where a fleet serves, its GPUs are as busy as it makes them', async () => {
    const { clients, id } = await lastWeek({ gpu_share: 0.9, host_memory_gib: 240 }, gpu('Average'));
    cloud.machines.measureGpuUse(({ instanceId }) => (instanceId === id ? { now: 0.5, usual: 0.3285 } : undefined));
    const values = await valuesOf(clients.cloudWatch, { id, ...gpu('Average') });
    assert.deepEqual([values[0], values.at(-1)], [32.85, 50]);
  });
});
