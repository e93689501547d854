import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { a2Pool, CloudUnderTest } from '../testing/cloud-under-test.ts';
import { type GoogleClients, namesOf } from '../testing/google-clients.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

type Scheduling = { readonly instanceTerminationAction?: 'STOP' | 'DELETE' };

/** Orders a Spot VM, and answers the operation once it has ended. */
async function runSpot({ compute, place }: GoogleClients, name: string, more: Scheduling = {}) {
  const scheduling = { provisioningModel: 'SPOT', ...more };
  const requestBody = { name, machineType: 'zones/us-central1-a/machineTypes/a2-highgpu-8g', scheduling };
  const { data } = await compute.instances.insert({ ...place, requestBody });
  cloud.clock.pass(30);
  return (await compute.zoneOperations.get({ ...place, operation: data.name ?? '' })).data;
}

async function states({ compute, place }: GoogleClients) {
  const { data } = await compute.instances.list(place);
  return Object.fromEntries(data.items?.map(({ name, status }) => [name, status]) ?? []);
}

async function preemptions({ compute, place }: GoogleClients) {
  const filter = 'operationType = "compute.instances.preempted"';
  const { data } = await compute.zoneOperations.list({ ...place, filter });
  return data.items?.map(({ status, user, targetLink }) => [status, user, targetLink?.split('/').at(-1)]);
}

const globex = (more: object = {}) => cloud.project({ spot_pools: [{ ...a2Pool, ...more }] });

suite('capacity of the spot market', () => {
  test('is used up by machines; then an order ends with an error, and there is no machine', async () => {
    const { owner } = await globex({ capacity: 1 });
    const first = await runSpot(owner, 'first');
    assert.deepEqual([first.status, first.error], ['DONE', undefined]);
    const second = await runSpot(owner, 'second');
    assert.equal(second.error?.errors?.[0]?.code, 'ZONE_RESOURCE_POOL_EXHAUSTED');
    assert.deepEqual(await states(owner), { first: 'RUNNING' });
    const { data } = await owner.compute.instances.get({ ...owner.place, instance: 'first' });
    assert.deepEqual(data.scheduling, {
      provisioningModel: 'SPOT',
      preemptible: true,
      instanceTerminationAction: 'STOP',
      automaticRestart: false,
      onHostMaintenance: 'TERMINATE',
    });
  });

  test('is none where the project has no pool, or elsewhere', async () => {
    const { owner } = await cloud.project();
    assert.equal((await runSpot(owner, 'one')).error?.errors?.[0]?.code, 'ZONE_RESOURCE_POOL_EXHAUSTED');
    const west = (await globex()).owner;
    const elsewhere = { ...west, place: { ...west.place, zone: 'us-west1-a' } };
    assert.equal((await runSpot(elsewhere, 'one')).error?.errors?.length, 1);
  });

  test('comes back when the owner ends a machine or stops it', async () => {
    const { owner } = await globex({ capacity: 1 });
    await runSpot(owner, 'first');
    await owner.compute.instances.stop({ ...owner.place, instance: 'first' });
    assert.equal((await runSpot(owner, 'second')).error, undefined);
    await owner.compute.instances.delete({ ...owner.place, instance: 'second' });
    assert.equal((await runSpot(owner, 'third')).error, undefined);
    const { data } = await owner.compute.instances.start({ ...owner.place, instance: 'first' });
    cloud.clock.pass(5);
    const { error } = (await owner.compute.zoneOperations.get({ ...owner.place, operation: data.name ?? '' })).data;
    assert.equal(error?.errors?.[0]?.code, 'ZONE_RESOURCE_POOL_EXHAUSTED');
  });

  test('is changed by the control, and published with the rate of interruptions', async () => {
    const { project, owner } = await globex();
    const file = `${cloud.url}/spot-outlook/${project.project_id}.json`;
    const outlook = async () => JSON.parse(await (await fetch(file)).text());
    assert.deepEqual(await outlook(), {
      'us-central1': { 'a2-highgpu-8g': { interruption_rate: 0.08, capacity: 2 } },
    });
    const pool = (type: string) => `/projects/${project.project_id}/spot-pools/${type}`;
    assert.equal((await cloud.control('PATCH', pool('a2-highgpu-8g'), { capacity: 0 })).status, 204);
    assert.equal((await cloud.control('PATCH', pool('e2-standard-4'), { capacity: 1 })).status, 404);
    assert.equal((await runSpot(owner, 'one')).error?.errors?.length, 1);
    assert.equal((await outlook())['us-central1']['a2-highgpu-8g'].capacity, 0);
    assert.equal((await fetch(`${cloud.url}/spot-outlook/project-0.json`)).status, 404);
  });
});

suite('preemption', () => {
  const interrupt = async (projectId: string, order: object) =>
    (await cloud.control('POST', `/projects/${projectId}/interruptions`, order)).body;

  test('with notice lets the machine work to the end of it, though it is said to be stopping', async () => {
    const machines = [{ name: 'kept', instance_type: 'a2-highgpu-8g' }];
    const { project, owner } = await cloud.project({ machines, spot_pools: [a2Pool] });
    const { targetId: id = '' } = await runSpot(owner, 'older');
    await runSpot(owner, 'younger');
    const answer = await interrupt(project.project_id, { count: 1, notice_seconds: 30 });
    assert.deepEqual(answer, { instance_ids: [id] });
    assert.deepEqual(await states(owner), { kept: 'RUNNING', older: 'STOPPING', younger: 'RUNNING' });
    assert.deepEqual(await preemptions(owner), [['DONE', 'system', 'older']]);
    cloud.clock.pass(29);
    assert.equal(cloud.machines.get(id ?? '')?.state, 'running');
    cloud.clock.pass(1);
    assert.equal(cloud.machines.get(id ?? '')?.state, 'stopped');
    assert.deepEqual(await states(owner), { kept: 'RUNNING', older: 'TERMINATED', younger: 'RUNNING' });
    assert.equal((await runSpot(owner, 'another')).error?.errors?.length, 1);
  });

  test('without notice stops all running Spot VMs at once', async () => {
    const { project, owner } = await globex();
    await runSpot(owner, 'one');
    await runSpot(owner, 'two');
    assert.equal((await interrupt(project.project_id, { notice_seconds: 0 })).instance_ids.length, 2);
    assert.deepEqual(await states(owner), { one: 'TERMINATED', two: 'TERMINATED' });
  });

  test('ends those for good that wanted it so', async () => {
    const { project, owner } = await globex();
    await runSpot(owner, 'one', { instanceTerminationAction: 'DELETE' });
    await interrupt(project.project_id, { notice_seconds: 30 });
    cloud.clock.pass(30);
    assert.deepEqual(namesOf(await owner.compute.instances.list(owner.place)), []);
    assert.deepEqual(await preemptions(owner), [['DONE', 'system', 'one']]);
  });

  test('takes nothing from machines that the owner ends during the notice', async () => {
    const { project, owner } = await globex();
    await runSpot(owner, 'one');
    await interrupt(project.project_id, { notice_seconds: 30 });
    await owner.compute.instances.delete({ ...owner.place, instance: 'one' });
    cloud.clock.pass(30);
    assert.deepEqual(await states(owner), {});
  });
});
