import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { CloudUnderTest } from '../testing/cloud-under-test.ts';
import { type GoogleClients, namesOf, refusal } from '../testing/google-clients.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

const machines = [
  { name: 'one', instance_type: 'g2-standard-4', age_days: 12, tags: { team: 'ml', stage: 'prod' } },
  { name: 'two', instance_type: 'a2-highgpu-8g', tags: { team: 'web' } },
  { name: 'three', instance_type: 'e2-standard-4', tags: { team: 'ml' } },
];

const wish = (name: string, more: object = {}) => ({
  name,
  machineType: 'zones/us-central1-a/machineTypes/e2-standard-4',
  ...more,
});

async function insert({ compute, place }: GoogleClients, requestBody: object, more: object = {}) {
  const { data } = await compute.instances.insert({ ...place, ...more, requestBody });
  return data;
}

async function statusOf({ compute, place }: GoogleClients, instance: string) {
  return (await compute.instances.get({ ...place, instance })).data.status;
}

async function operationOf({ compute, place }: GoogleClients, operation: string | null | undefined) {
  return (await compute.zoneOperations.get({ ...place, operation: operation ?? '' })).data;
}

suite('machines of a project', () => {
  test('are listed as Google shows them', async () => {
    const { project, owner } = await cloud.project({ machines });
    const { data } = await owner.compute.instances.list(owner.place);
    assert.deepEqual(
      data.items?.map(({ name, id }) => ({ name, instance_id: id })),
      project.machines,
    );
    const [one, two] = data.items ?? [];
    assert.match(one?.id ?? '', /^[1-9]\d{18}$/);
    assert.deepEqual([one?.status, one?.labels], ['RUNNING', { team: 'ml', stage: 'prod' }]);
    assert.match(one?.machineType ?? '', /\/zones\/us-central1-a\/machineTypes\/g2-standard-4$/);
    assert.equal(one?.scheduling?.provisioningModel, 'STANDARD');
    assert.ok(Math.abs(Date.now() - Date.parse(one?.creationTimestamp ?? '') - 12 * 24 * 3_600_000) < 60_000);
    assert.deepEqual(
      two?.guestAccelerators?.map(({ acceleratorCount, acceleratorType }) => [
        acceleratorCount,
        acceleratorType?.split('/').at(-1),
      ]),
      [[8, 'nvidia-tesla-a100']],
    );
  });

  test('are found by filters, in pages, and in all zones at once', async () => {
    const { owner } = await cloud.project({ machines });
    const list = (more: object) => owner.compute.instances.list({ ...owner.place, ...more });
    assert.deepEqual(namesOf(await list({ filter: '(status=RUNNING) (labels.team = ml)' })), ['one', 'three']);
    assert.deepEqual(namesOf(await list({ filter: 'status = TERMINATED' })), []);
    const first = await list({ maxResults: 2 });
    assert.deepEqual(namesOf(first), ['one', 'two']);
    const second = await list({ maxResults: 2, pageToken: first.data.nextPageToken });
    assert.deepEqual([namesOf(second), second.data.nextPageToken], [['three'], undefined]);
    const { project } = owner.place;
    const { data } = await owner.compute.instances.aggregatedList({ project, filter: 'labels.team=web' });
    assert.deepEqual(
      data.items?.['zones/us-central1-a']?.instances?.map(({ name }) => name),
      ['two'],
    );
    assert.equal(data.items?.['zones/us-west1-a']?.warning?.code, 'NO_RESULTS_ON_PAGE');
  });

  test('start while an operation tells how far they are', async () => {
    const { owner } = await cloud.project();
    const begun = await insert(owner, wish('new', { labels: { team: 'ml' } }));
    assert.deepEqual([begun.operationType, begun.status, begun.error], ['insert', 'RUNNING', undefined]);
    const waited = owner.compute.zoneOperations.wait({ ...owner.place, operation: begun.name ?? '' });
    const seen = [await statusOf(owner, 'new')];
    cloud.clock.pass(5);
    seen.push(await statusOf(owner, 'new'));
    cloud.clock.pass(25);
    seen.push(await statusOf(owner, 'new'));
    assert.deepEqual(seen, ['PROVISIONING', 'STAGING', 'RUNNING']);
    assert.deepEqual([(await waited).data.status, (await waited).data.progress], ['DONE', 100]);
    const { data } = await owner.compute.instances.get({ ...owner.place, instance: 'new' });
    assert.deepEqual([data.id, data.labels], [begun.targetId, { team: 'ml' }]);
  });

  test('end for good: afterwards they are listed no more', async () => {
    const { project, owner } = await cloud.project({ machines });
    const instance = project.machines[0]?.instance_id ?? '';
    const { data } = await owner.compute.instances.delete({ ...owner.place, instance });
    assert.deepEqual(
      [data.operationType, data.status, await statusOf(owner, 'one')],
      ['delete', 'RUNNING', 'STOPPING'],
    );
    cloud.clock.pass(10);
    assert.equal((await operationOf(owner, data.name)).status, 'DONE');
    assert.deepEqual(await refusal(statusOf(owner, 'one')), [404, 'notFound']);
    assert.equal(cloud.machines.get(instance)?.state, 'terminated');
  });

  test('stop and start again', async () => {
    const { owner } = await cloud.project({ machines });
    const one = { ...owner.place, instance: 'one' };
    await owner.compute.instances.stop(one);
    assert.equal(await statusOf(owner, 'one'), 'STOPPING');
    cloud.clock.pass(10);
    assert.equal(await statusOf(owner, 'one'), 'TERMINATED');
    const { data } = await owner.compute.instances.start(one);
    cloud.clock.pass(30);
    assert.deepEqual([await statusOf(owner, 'one'), (await operationOf(owner, data.name)).status], ['RUNNING', 'DONE']);
  });

  test('keep the labels that whoever knows them sets', async () => {
    const { owner } = await cloud.project({ machines });
    const one = { ...owner.place, instance: 'one' };
    const { labelFingerprint } = (await owner.compute.instances.get(one)).data;
    const set = (requestBody: object) => owner.compute.instances.setLabels({ ...one, requestBody });
    assert.deepEqual(await refusal(set({ labels: { a: 'b' }, labelFingerprint: 'guessed' })), [412, 'conditionNotMet']);
    assert.deepEqual(await refusal(set({ labels: { A: 'b' }, labelFingerprint })), [400, 'invalid']);
    assert.equal((await set({ labels: { a: 'b' }, labelFingerprint })).data.status, 'DONE');
    const { data } = await owner.compute.instances.get(one);
    assert.deepEqual(data.labels, { a: 'b' });
    assert.notEqual(data.labelFingerprint, labelFingerprint);
  });
});

suite('orders', () => {
  test('that are sent twice under one id are carried out once', async () => {
    const { owner } = await cloud.project();
    const requestId = randomUUID();
    const first = await insert(owner, wish('new'), { requestId });
    assert.equal((await insert(owner, wish('new'), { requestId })).name, first.name);
    assert.deepEqual(await refusal(insert(owner, wish('other'), { requestId })), [400, 'invalid']);
    assert.deepEqual(await refusal(insert(owner, wish('new'))), [409, 'alreadyExists']);
    cloud.clock.pass(30);
    const end = () => owner.compute.instances.delete({ ...owner.place, instance: 'new', requestId: deletion });
    const deletion = randomUUID();
    const { name } = (await end()).data;
    cloud.clock.pass(10);
    assert.equal((await end()).data.name, name);
  });

  test('that cannot be carried out are refused, and nothing starts', async () => {
    const { owner } = await cloud.project();
    const wrong = [
      wish('Capital'),
      wish('new', { machineType: 'zones/us-central1-a/machineTypes/a2-highgpu-16g' }),
      wish('new', { machineType: 'p4d.24xlarge' }),
      wish('new', { labels: { Team: 'ml' } }),
      wish('new', { scheduling: { instanceTerminationAction: 'STOP' } }),
      { name: 'new' },
    ];
    for (const order of wrong) assert.deepEqual(await refusal(insert(owner, order)), [400, 'invalid']);
    assert.deepEqual(await refusal(insert(owner, wish('new'), { zone: 'moon-1-a' })), [404, 'notFound']);
    assert.deepEqual(namesOf(await owner.compute.instances.list(owner.place)), []);
  });
});

suite('the catalogue of machines', () => {
  test('has every type in every zone, with its GPUs', async () => {
    const { owner } = await cloud.project();
    const { data } = await owner.compute.machineTypes.list(owner.place);
    assert.equal(data.items?.length, 12);
    const ultra = (await owner.compute.machineTypes.get({ ...owner.place, machineType: 'a2-ultragpu-8g' })).data;
    assert.deepEqual([ultra.guestCpus, ultra.memoryMb, ultra.zone], [96, 1360 * 1024, 'us-central1-a']);
    assert.deepEqual(ultra.accelerators, [{ guestAcceleratorType: 'nvidia-a100-80gb', guestAcceleratorCount: 8 }]);
    const plain = (await owner.compute.machineTypes.get({ ...owner.place, machineType: 'e2-standard-4' })).data;
    assert.deepEqual([plain.guestCpus, plain.memoryMb, plain.accelerators], [4, 16 * 1024, undefined]);
    const missing = owner.compute.machineTypes.get({ ...owner.place, machineType: 'p4d.24xlarge' });
    assert.deepEqual(await refusal(missing), [404, 'notFound']);
    const { project } = owner.place;
    const all = (await owner.compute.machineTypes.aggregatedList({ project })).data.items;
    assert.equal(all?.['zones/us-west1-a']?.machineTypes?.length, 12);
    assert.ok(namesOf(await owner.compute.zones.list({ project })).includes('us-central1-a'));
  });
});
