import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { a2Pool, CloudUnderTest } from '../testing/cloud-under-test.ts';
import { refusal } from '../testing/google-clients.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

suite('the control of projects', () => {
  test('lists open projects by label, and closes them with all that is in them', async () => {
    const machines = [{ name: 'one', instance_type: 'e2-standard-4' }];
    const { project, owner } = await cloud.project({ label: 'run-7/globex', machines });
    await cloud.project({ label: 'run-8/globex' });
    const { project_id: id } = project;
    const list = async () => (await cloud.control('GET', '/projects?label=run-7')).body;
    assert.deepEqual(await list(), [{ project_id: id, label: 'run-7/globex', running_instances: 1 }]);
    assert.equal((await cloud.control('DELETE', `/projects/${id}`)).status, 204);
    assert.deepEqual([await list(), cloud.machines.of(id)], [[], []]);
    assert.deepEqual(await refusal(owner.compute.instances.list(owner.place)), [401, 'authError']);
    assert.equal((await cloud.control('DELETE', `/projects/${id}`)).status, 404);
    assert.equal((await cloud.control('GET', '/projects', undefined, 'guessed')).status, 401);
  });

  test('says what is wrong, where, and what is allowed', async () => {
    const refused = async (contents: object) => {
      const wish = { label: 'wrong', region: 'us-central1', machines: [], ...contents };
      const { status, body } = await cloud.control('POST', '/projects', wish);
      assert.equal(status, 400);
      return body.detail;
    };
    const machine = { name: 'a', instance_type: 'e2-standard-4' };
    assert.match(await refused({ region: 'us-east-1' }), /region: us-east-1 must be one of us-central1/);
    assert.match(
      await refused({ machines: [{ ...machine, instance_type: 'm5.large' }] }),
      /must be one of a2-highgpu-1g/,
    );
    assert.match(await refused({ machines: [machine, machine] }), /machines\[1\]\.name/);
    assert.match(
      await refused({ machines: [{ ...machine, name: 'A' }] }),
      /machines\[0\]\.name: must be small letters/,
    );
    assert.match(await refused({ machines: [{ ...machine, tags: { Team: 'ml' } }] }), /machines\[0\]\.tags\.Team/);
    assert.match(await refused({ spot_pools: [{ ...a2Pool, instance_type: 'p4d.24xlarge' }] }), /spot_pools\[0\]/);
    assert.deepEqual((await cloud.control('GET', '/projects?label=wrong')).body, []);
  });
});
