import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { z } from 'zod';
import { CloudUnderTest } from '../testing/cloud-under-test.ts';
import { type GoogleClients, refusalIn } from '../testing/google-clients.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

const hour = 3_600_000;
const gpu = 'agent.googleapis.com/gpu/utilization';
const received = 'compute.googleapis.com/instance/network/received_bytes_count';

const answer = z.object({
  timeSeries: z.array(
    z.object({
      metric: z.object({ type: z.string(), labels: z.record(z.string(), z.string()) }),
      resource: z.object({ type: z.literal('gce_instance'), labels: z.record(z.string(), z.string()) }),
      metricKind: z.enum(['GAUGE', 'DELTA']),
      valueType: z.enum(['DOUBLE', 'INT64']),
      points: z.array(
        z.object({
          interval: z.object({ startTime: z.iso.datetime(), endTime: z.iso.datetime() }),
          value: z.union([z.object({ doubleValue: z.number() }), z.object({ int64Value: z.string() })]),
        }),
      ),
    }),
  ),
});
type Series = z.output<typeof answer>['timeSeries'][number];

interface Ask {
  readonly filter: string;
  readonly aligner?: string;
  readonly period?: string;
  /** Hours until now. */
  readonly hours?: number;
}

function ask(google: GoogleClients, { filter, aligner, period = '3600s', hours = 168 }: Ask, end = wholeHour()) {
  const alignment = aligner
    ? { 'aggregation.perSeriesAligner': aligner, 'aggregation.alignmentPeriod': period }
    : undefined;
  return google.get(`/v3/projects/${google.place.project}/timeSeries`, {
    filter,
    'interval.startTime': new Date(end - hours * hour).toISOString(),
    'interval.endTime': new Date(end).toISOString(),
    ...alignment,
  });
}

async function series(google: GoogleClients, wish: Ask, end = wholeHour()): Promise<readonly Series[]> {
  return answer.parse((await ask(google, wish, end)).data).timeSeries;
}

/** The values of the one series, newest first. */
async function values(google: GoogleClients, wish: Ask, end = wholeHour()): Promise<readonly number[]> {
  const [one] = await series(google, wish, end);
  return one?.points.map(({ value }) => ('doubleValue' in value ? value.doubleValue : Number(value.int64Value))) ?? [];
}

function wholeHour(): number {
  return Math.floor(Date.now() / hour) * hour;
}

async function projectWith(usage: object | undefined, more: object = {}) {
  const machine = { name: 'one', instance_type: 'a2-ultragpu-8g', ...(usage ? { usage } : {}), ...more };
  return cloud.project({ machines: [machine] });
}

const filter = `metric.type="${gpu}"`;

suite('how busy GPUs are', () => {
  test('is told in percent, a series for each machine that has any', async () => {
    const machines = [
      { name: 'one', instance_type: 'a2-ultragpu-8g', usage: { gpu_share: 0.7 } },
      { name: 'two', instance_type: 'g2-standard-12', usage: { gpu_share: 0.049 } },
      { name: 'three', instance_type: 'e2-standard-4' },
    ];
    const { project, owner } = await cloud.project({ machines });
    const [one = '', two = ''] = project.machines.map(({ instance_id }) => instance_id);
    const all = await series(owner, { filter, aligner: 'ALIGN_MEAN' });
    assert.deepEqual(
      all.map(({ resource }) => resource.labels),
      [one, two].map((id) => ({ project_id: project.project_id, instance_id: id, zone: 'us-central1-a' })),
    );
    const only = { filter: `${filter} AND resource.labels.instance_id = "${two}"`, aligner: 'ALIGN_MAX' };
    assert.deepEqual(new Set(await values(owner, only)), new Set([4.9]));
  });

  test('an hour at 90 % each night is a mean of 3.75 %, and a maximum of 90 %', async () => {
    const { owner } = await projectWith({ gpu_share: 0.9, busy_hours_a_day: 1 });
    const hours = await values(owner, { filter, aligner: 'ALIGN_MEAN' });
    assert.equal(hours.length, 168);
    assert.equal((hours.reduce((sum, value) => sum + value, 0) / hours.length).toFixed(2), '3.75');
    const week = { filter, period: `${168 * 3600}s` };
    const [mean = 0] = await values(owner, { ...week, aligner: 'ALIGN_MEAN' });
    assert.equal(mean.toFixed(2), '3.75');
    assert.deepEqual(await values(owner, { ...week, aligner: 'ALIGN_MAX' }), [90]);
    assert.deepEqual(await values(owner, { ...week, aligner: 'ALIGN_MIN' }), [0]);
  });

  test('periods are counted back from the end, wherever in an hour that is', async () => {
    const { owner } = await projectWith({ gpu_share: 0.9, busy_hours_a_day: 0.5 });
    const midnight = Math.floor(Date.now() / (24 * hour)) * 24 * hour;
    const quarters = { filter, aligner: 'ALIGN_MEAN', period: '900s', hours: 1 };
    assert.deepEqual(await values(owner, quarters, midnight - 24 * hour + hour / 2), [90, 90, 0, 0]);
  });

  test('is told minute by minute where nothing else is asked, and for this minute as it is now', async () => {
    const { owner } = await projectWith({ gpu_share: 0.5 });
    const minutes = await series(owner, { filter, hours: 1 });
    assert.equal(minutes[0]?.points.length, 60);
    assert.deepEqual(new Set(await values(owner, { filter, hours: 1 })), new Set([50]));
    const young = (await projectWith({ gpu_share: 0.5 }, { age_days: 0 })).owner;
    assert.deepEqual(await values(young, { filter, hours: 1 }, Date.now() + 1), [50]);
    assert.deepEqual(await series(young, { filter, aligner: 'ALIGN_MEAN' }), []);
  });

  test('where a fleet serves is as it makes them', async () => {
    const { project, owner } = await projectWith({ gpu_share: 0.9 });
    const id = project.machines[0]?.instance_id;
    cloud.machines.measureGpuUse(({ instanceId }) => (instanceId === id ? { now: 0.5, usual: 0.3285 } : undefined));
    assert.deepEqual(new Set(await values(owner, { filter, aligner: 'ALIGN_MEAN' })), new Set([32.85]));
  });
});

suite('what machines receive', () => {
  const bytes = { filter: `metric.type = "${received}"`, hours: 48 };

  test('adds up to what they read in a month', async () => {
    const { owner } = await projectWith({ gpu_share: 0, data_gb_a_month: 23_000 });
    const sums = await values(owner, { ...bytes, aligner: 'ALIGN_SUM' });
    assert.deepEqual(new Set(sums.map((sum) => ((sum * 730) / 2 ** 30).toFixed(3))), new Set(['23000.000']));
    assert.deepEqual(await values(owner, { ...bytes, aligner: 'ALIGN_DELTA' }), sums);
    const [rate = 0] = await values(owner, { ...bytes, aligner: 'ALIGN_RATE' });
    assert.equal(((rate * 3600 * 730) / 2 ** 30).toFixed(3), '23000.000');
    const [one] = await series(owner, { ...bytes, aligner: 'ALIGN_DELTA' });
    const { startTime, endTime } = one?.points[0]?.interval ?? { startTime: '', endTime: '' };
    assert.deepEqual([one?.metricKind, Date.parse(endTime) - Date.parse(startTime)], ['DELTA', hour]);
  });
});

suite('questions that Cloud Monitoring does not answer', () => {
  test('are refused', async () => {
    const { owner } = await projectWith(undefined);
    const refused = async (wish: Ask, end?: number) => refusalIn((await ask(owner, wish, end)).data);
    assert.deepEqual(await refused({ filter: 'resource.type = "gce_instance"' }), [400, 'invalid']);
    assert.deepEqual(await refused({ filter, aligner: 'ALIGN_DELTA' }), [400, 'invalid']);
    assert.deepEqual(await refused({ filter, aligner: 'ALIGN_MEAN', period: '30s' }), [400, 'invalid']);
    assert.deepEqual(await refused({ filter, hours: -1 }), [400, 'invalid']);
  });
});
