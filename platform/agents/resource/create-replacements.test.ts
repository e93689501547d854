import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunInstancesCommandInput, TerminateInstancesCommandInput } from '@aws-sdk/client-ec2';
import type { Account, Machine, MachineState } from '../shared/machines.ts';
import { described, ec2Error, fakeEc2 } from '../shared/testing/fake-ec2.ts';
import { machine } from '../shared/testing/machine.ts';
import { createReplacements } from './create-replacements.ts';
import { orderFor } from './launch-replacement.ts';

const optimizationId = 'd2b0f7a4-6f0e-4a86-9f3f-3a0d6f7f1c11';
const spot = { optimizationId, onDemandType: undefined };
const order = { ...spot, replaces: ['i-1', 'i-2'] };
const patience = { limit: 1_000, interval: 1 };

test('each machine gets its replacement, once all run', async () => {
  const cloud = new FakeCloud({ states: ['pending', 'running'] });
  assert.deepEqual(await createReplacements(cloud.account, order, patience), [
    { instanceId: 'i-1-spot', replaces: 'i-1' },
    { instanceId: 'i-2-spot', replaces: 'i-2' },
  ]);
  assert.deepEqual(cloud.terminated, []);
});

test('where one cannot be had the others are ended again, and another try is no use', async () => {
  const cloud = new FakeCloud({ refuses: 'i-2', refusal: 'InsufficientInstanceCapacity' });
  await assert.rejects(createReplacements(cloud.account, order, patience), {
    code: 'no_spot_capacity',
    retryable: false,
  });
  assert.deepEqual(cloud.terminated, ['i-1-spot']);
});

test('another refusal of the cloud is told as it is, and nothing is left running either', async () => {
  const cloud = new FakeCloud({ refuses: 'i-1', refusal: 'UnauthorizedOperation' });
  await assert.rejects(createReplacements(cloud.account, order, patience), { name: 'UnauthorizedOperation' });
  assert.deepEqual(cloud.terminated, ['i-2-spot']);
});

test('a machine that the cloud takes back while it starts counts as no capacity', async () => {
  const cloud = new FakeCloud({ states: ['pending', 'shutting-down'] });
  await assert.rejects(createReplacements(cloud.account, order, patience), { code: 'no_spot_capacity' });
});

test('machines that do not come up in time are ended', async () => {
  const cloud = new FakeCloud({ states: ['pending'] });
  await assert.rejects(createReplacements(cloud.account, order, { limit: 0, interval: 1 }), {
    code: 'instance_not_ready',
  });
  assert.deepEqual(cloud.terminated, ['i-1-spot', 'i-2-spot']);
});

test('a machine that is not there cannot be replaced, and nothing is started', async () => {
  const cloud = new FakeCloud({});
  const wrong = { ...spot, replaces: ['i-1', 'i-9'] };
  await assert.rejects(createReplacements(cloud.account, wrong, patience), {
    code: 'unknown_instance',
    message: /i-9/,
  });
  assert.deepEqual(cloud.started, []);
});

test('a replacement is like the original, tells what it is for, and is ordered once', () => {
  const tags = new Map([
    ['Name', 'serve-1'],
    ['fault-tolerant', 'true'],
    ['aws:autoscaling:groupName', 'serving'],
    ['optiinfra:replaces', 'i-0'],
  ]);
  const { ClientToken, InstanceMarketOptions, TagSpecifications, ...rest } = orderFor(machine({ tags }), spot);
  assert.equal(ClientToken, `${optimizationId}:i-1`);
  assert.ok(ClientToken.length <= 64, 'EC2 takes tokens of up to 64 characters');
  assert.equal(InstanceMarketOptions?.MarketType, 'spot');
  assert.equal(rest.InstanceType, 'p4d.24xlarge');
  assert.deepEqual(Object.fromEntries(TagSpecifications?.[0]?.Tags?.map(({ Key, Value }) => [Key, Value]) ?? []), {
    Name: 'serve-1',
    'fault-tolerant': 'true',
    'optiinfra:optimization': optimizationId,
    'optiinfra:replaces': 'i-1',
  });
});

test('in place of a machine another type is ordered on demand, with its name and tags, and once', () => {
  const original = machine({ instanceType: 'g5.48xlarge', tags: new Map([['Name', 'api-1']]) });
  const purchase = { optimizationId, onDemandType: 'g5.24xlarge' };
  const { ClientToken, InstanceType, InstanceMarketOptions, TagSpecifications } = orderFor(original, purchase);
  assert.deepEqual([InstanceType, InstanceMarketOptions], ['g5.24xlarge', undefined]);
  assert.equal(ClientToken, `${optimizationId}:i-1`);
  assert.deepEqual(TagSpecifications?.[0]?.Tags?.[0], { Key: 'Name', Value: 'api-1' });
});

test('where the other type cannot be had on demand, that is what is said', async () => {
  const cloud = new FakeCloud({ refuses: 'i-2', refusal: 'InsufficientInstanceCapacity' });
  const purchase = { ...order, onDemandType: 'g5.24xlarge' };
  await assert.rejects(createReplacements(cloud.account, purchase, patience), {
    code: 'no_capacity',
    message: /g5\.24xlarge on demand/,
  });
  assert.deepEqual(cloud.terminated, ['i-1-spot']);
});

interface Behaviour {
  /** States of a new machine, look after look; it stays in the last. */
  readonly states?: readonly MachineState[];
  /** The machine for which no replacement can be had, and the error that says so. */
  readonly refuses?: string;
  readonly refusal?: string;
}

/** A cloud with the machines i-1 and i-2, in which the replacement of i-1 is called i-1-spot. */
class FakeCloud {
  readonly started: string[] = [];
  readonly terminated: string[] = [];
  readonly #behaviour: Behaviour;
  #looks = 0;

  constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour;
  }

  get account(): Account {
    const ec2 = fakeEc2({
      DescribeInstances: (input) => described(this.#find(input as { Filters: { Values: string[] }[] })),
      RunInstances: (input) => this.#run(input as RunInstancesCommandInput),
      TerminateInstances: (input) => this.#terminate(input as TerminateInstancesCommandInput),
    });
    return { ec2, region: 'us-east-1' };
  }

  #find({ Filters: [filter] }: { Filters: { Values: string[] }[] }): readonly Machine[] {
    const ids = filter?.Values ?? [];
    const looksAtNew = ids.some((id) => id.endsWith('-spot'));
    const { states = ['running'] } = this.#behaviour;
    const state = states[Math.min(this.#looks, states.length - 1)] ?? 'running';
    if (looksAtNew) this.#looks += 1;
    return ids
      .filter((id) => this.started.includes(id) || ['i-1', 'i-2'].includes(id))
      .map((instanceId) => machine({ instanceId, state: looksAtNew ? state : 'running' }));
  }

  #run({ ClientToken = '' }: RunInstancesCommandInput): object {
    const [, original = ''] = ClientToken.split(':');
    if (original === this.#behaviour.refuses) throw ec2Error(this.#behaviour.refusal ?? '');
    this.started.push(`${original}-spot`);
    return { Instances: [{ InstanceId: `${original}-spot` }] };
  }

  #terminate({ InstanceIds = [] }: TerminateInstancesCommandInput): object {
    this.terminated.push(...InstanceIds);
    return {};
  }
}
