import assert from 'node:assert/strict';
import { test } from 'node:test';
import { described, fakeEc2 } from '../shared/testing/fake-ec2.ts';
import { machine } from '../shared/testing/machine.ts';
import { terminate } from './terminate.ts';

test('what was created for an optimization is ended too, each machine once, and none that is gone', async () => {
  const created = new Map([['optiinfra:optimization', 'o-1']]);
  const all = [
    machine({ instanceId: 'i-1' }),
    machine({ instanceId: 'i-2', tags: created }),
    machine({ instanceId: 'i-3', tags: created, state: 'pending' }),
    machine({ instanceId: 'i-4', tags: created, state: 'terminated' }),
  ];
  const ended: unknown[] = [];
  const ec2 = fakeEc2({
    DescribeInstances: (input) => {
      const [filter] = (input as { Filters: { Name: string; Values: string[] }[] }).Filters;
      const isMeant = ({ instanceId, tags }: (typeof all)[number]) =>
        filter?.Values.includes(
          (filter.Name === 'instance-id' ? instanceId : tags.get('optiinfra:optimization')) ?? '',
        );
      return described(all.filter(isMeant));
    },
    TerminateInstances: (input) => {
      ended.push(input);
      return {};
    },
  });
  const account = { ec2, region: 'us-east-1' };
  assert.deepEqual(await terminate(account, { ids: ['i-1', 'i-2', 'i-9'], createdFor: 'o-1' }), ['i-1', 'i-2', 'i-3']);
  assert.deepEqual(ended, [{ InstanceIds: ['i-1', 'i-2', 'i-3'] }]);
});
