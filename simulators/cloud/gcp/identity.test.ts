import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { Impersonated } from 'google-auth-library';
import { CloudUnderTest, gcpPlatformToken } from '../testing/cloud-under-test.ts';
import { clientOf, clientsWith, namesOf, refusal, refusalIn } from '../testing/google-clients.ts';

const cloud = new CloudUnderTest();
before(() => cloud.start());
after(() => cloud.stop());

const scope = 'https://www.googleapis.com/auth/cloud-platform';

/** Clients of whoever has the token, as the service account of a project. */
function impersonating(serviceAccount: string, token = gcpPlatformToken) {
  const client = new Impersonated({
    sourceClient: clientOf(token),
    targetPrincipal: serviceAccount,
    targetScopes: [scope],
    endpoint: cloud.url,
  });
  const [, projectId = ''] = /@([^.]+)\./.exec(serviceAccount) ?? [];
  return { client, google: clientsWith(cloud.url, projectId, client) };
}

/** A wish for a token, as it goes over the wire. */
async function wishToken(serviceAccount: string, token: string, body: object = { scope: [scope] }) {
  const path = `/v1/projects/-/serviceAccounts/${serviceAccount}:generateAccessToken`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(cloud.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const machines = [{ name: 'one', instance_type: 'e2-standard-4' }];

suite('impersonation', () => {
  test('lets the platform into a project as its service account', async () => {
    const { project } = await cloud.project({ machines });
    const { client, google } = impersonating(project.service_account);
    assert.deepEqual(namesOf(await google.compute.instances.list(google.place)), ['one']);
    assert.ok(Math.abs((client.credentials.expiry_date ?? 0) - Date.now() - 3_600_000) < 60_000);
  });

  test('leads into no other project', async () => {
    const { project } = await cloud.project({ machines });
    const other = await cloud.project({ machines });
    const { google } = impersonating(project.service_account);
    const place = { ...google.place, project: other.project.project_id };
    assert.deepEqual(await refusal(google.compute.instances.list(place)), [403, 'forbidden']);
    const nowhere = { ...google.place, project: 'project-none' };
    assert.deepEqual(await refusal(google.compute.instances.list(nowhere)), [403, 'forbidden']);
  });

  test('is refused to others, and for accounts that do not exist', async () => {
    const { project } = await cloud.project();
    const other = await cloud.project();
    const { service_account: account } = project;
    assert.equal((await wishToken(account, other.project.owner_token)).status, 403);
    assert.equal((await wishToken(account, project.owner_token)).status, 403);
    assert.equal((await wishToken(account, 'ya29.guessed')).status, 401);
    const unknown = await wishToken(`nobody@${project.project_id}.iam.gserviceaccount.com`, gcpPlatformToken);
    assert.deepEqual([unknown.status, refusalIn(unknown.body)], [404, [404, 'notFound']]);
  });

  test('lasts as long as wished, within limits', async (context) => {
    const { project } = await cloud.project({ machines });
    const { service_account: account } = project;
    const wish = (lifetime: string) => wishToken(account, gcpPlatformToken, { scope: [scope], lifetime });
    for (const lifetime of ['0s', '3601s', '1h']) assert.equal((await wish(lifetime)).status, 400);
    assert.equal((await wishToken(account, gcpPlatformToken, {})).status, 400);
    const { body } = await wish('60s');
    const google = clientsWith(cloud.url, project.project_id, clientOf(body.accessToken));
    assert.deepEqual(namesOf(await google.compute.instances.list(google.place)), ['one']);
    context.mock.timers.enable({ apis: ['Date'], now: Date.parse(body.expireTime) });
    assert.deepEqual(await refusal(google.compute.instances.list(google.place)), [401, 'authError']);
  });

  test('ends with the project', async () => {
    const { project } = await cloud.project({ machines });
    const { google } = impersonating(project.service_account);
    await google.compute.instances.list(google.place);
    await cloud.control('DELETE', `/projects/${project.project_id}`);
    assert.deepEqual(await refusal(google.compute.instances.list(google.place)), [401, 'authError']);
    assert.equal((await wishToken(project.service_account, gcpPlatformToken)).status, 404);
  });
});

suite('requests', () => {
  test('without a token, of the platform itself, or to nowhere are refused in words of Google', async () => {
    const { project, owner } = await cloud.project();
    const path = `/compute/v1/projects/${project.project_id}/zones/us-central1-a/instances`;
    const response = await fetch(cloud.url + path);
    assert.deepEqual([response.status, refusalIn(await response.json())], [401, [401, 'authError']]);
    const platform = clientsWith(cloud.url, project.project_id, clientOf(gcpPlatformToken));
    assert.deepEqual(await refusal(platform.compute.instances.list(platform.place)), [403, 'forbidden']);
    const nowhere = await owner.get('/compute/v1/projects/p/global/networks');
    assert.deepEqual(refusalIn(nowhere.data), [404, 'notFound']);
  });
});
