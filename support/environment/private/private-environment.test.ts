import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { readConfig } from '../../config';
import { NOWHERE } from '../addresses';
import { urlsOf } from '../embedded/listeners';
import { RunFolder } from '../embedded/run-folder';
import { randomSecrets } from '../embedded/secrets';
import type { Plan, Service } from '../embedded/service';
import { type ControlledRun, PrivateEnvironment } from './private-environment';

/** A run without processes: it only knows which would run. */
class FakeRun implements ControlledRun {
  readonly addresses = NOWHERE;
  readonly added: Service[] = [];
  running = ['redis', 'cost', 'orchestrator'];
  names = [...this.running];

  constructor(readonly plan: Plan) {}

  async crash(name: string): Promise<void> {
    this.running = this.running.filter((one) => one !== name);
  }
  async halt(name: string): Promise<void> {
    await this.crash(name);
  }
  async resume(name: string): Promise<void> {
    this.running = [...this.running, name];
  }
  async add(service: Service): Promise<void> {
    this.added.push(service);
    this.names = [...this.names, service.name];
    await this.resume(service.name);
  }
  async stop(): Promise<void> {}
}

describe('A private environment', () => {
  let folder: string;
  let run: FakeRun;
  let behind: string[];
  let environment: PrivateEnvironment;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'private-test-'));
    const secrets = randomSecrets();
    const urls = urlsOf(() => 7, secrets);
    const publicUrl = 'http://127.0.0.1:8';
    const plan = { config: readConfig({}), secrets, urls, publicUrl, portOf: () => 7, folder: new RunFolder(folder) };
    run = new FakeRun(plan);
    behind = [urls.http('orchestrator')];
    const dismiss = (url: string) => {
      behind = behind.filter((one) => one !== url);
    };
    const admit = (url: string) => {
      dismiss(url);
      behind.push(url);
    };
    environment = new PrivateEnvironment(run, { admit, dismiss, [Symbol.asyncDispose]: async () => undefined });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const orchestrators = async () => (await environment.orchestrators()).map(({ name }) => name);

  it('takes one more orchestrator in behind the same address', async () => {
    const { name, url } = await environment.addOrchestrator();
    assert.deepEqual(await orchestrators(), ['orchestrator', name]);
    assert.equal(behind.at(-1), url);
    const command = await run.added[0]?.command();
    assert.equal(command?.environment.PORT, new URL(url).port);
    assert.equal(command?.environment.PUBLIC_URL, 'http://127.0.0.1:8');
  });

  it('does not start an orchestrator again where another is left', async () => {
    const { name } = await environment.addOrchestrator();
    await environment.crash('orchestrator');
    await environment.crash('redis');
    await environment.restore();
    assert.deepEqual(run.running.toSorted(), ['cost', name, 'redis'].toSorted());
    await environment.tidy();
    assert.deepEqual(await orchestrators(), [name]);
    assert.equal(behind.length, 1);
  });

  it('does so where none is left', async () => {
    const { name } = await environment.addOrchestrator();
    await environment.crash('orchestrator');
    await environment.crash(name);
    await environment.restore();
    assert.deepEqual(await orchestrators(), ['orchestrator']);
    await environment.tidy();
    assert.deepEqual(behind, [run.plan.urls.http('orchestrator')]);
  });

  it('leaves one orchestrator of several', async () => {
    await environment.addOrchestrator();
    await environment.addOrchestrator();
    await environment.tidy();
    assert.deepEqual(await orchestrators(), ['orchestrator']);
  });

  describe('with an orchestrator of settings of its own', () => {
    let name: string;
    let url: string;

    beforeEach(async () => {
      ({ name, url } = await environment.addOrchestrator({ TASK_RETRY_SECONDS: '7' }));
    });

    it('gives it those settings, beside the usual ones', async () => {
      const command = await run.added[0]?.command();
      assert.equal(command?.environment.TASK_RETRY_SECONDS, '7');
      assert.equal(command?.environment.PUBLIC_URL, 'http://127.0.0.1:8');
      assert.equal(behind.at(-1), url);
    });

    it('lets it go with the scenario', async () => {
      await environment.restore();
      await environment.tidy();
      assert.deepEqual(await orchestrators(), ['orchestrator']);
      assert.deepEqual(behind, [run.plan.urls.http('orchestrator')]);
    });

    it('does so also where it alone is left: a usual one takes its place', async () => {
      await environment.crash('orchestrator');
      await environment.restore();
      assert.deepEqual(run.running.toSorted(), ['cost', name, 'orchestrator', 'redis'].toSorted());
      await environment.tidy();
      assert.deepEqual(await orchestrators(), ['orchestrator']);
      assert.deepEqual(behind, [run.plan.urls.http('orchestrator')]);
    });

    it('does not start it again', async () => {
      await environment.crash(name);
      await environment.restore();
      await environment.tidy();
      assert.deepEqual(run.running.toSorted(), ['cost', 'orchestrator', 'redis']);
      assert.ok(!behind.includes(url));
    });

    it('keeps one that was added with the usual settings', async () => {
      const other = await environment.addOrchestrator();
      await environment.crash('orchestrator');
      await environment.restore();
      await environment.tidy();
      assert.deepEqual(await orchestrators(), [other.name]);
      assert.deepEqual(behind, [other.url]);
    });
  });
});
