import assert from 'node:assert/strict';
import { test } from 'node:test';
import { machine } from '../../shared/testing/machine.ts';
import { resourceFor } from './create-placed.ts';

const optimizationId = '0b0e4e3c-6c1e-4a53-9c36-7f0a3f9f4a11';
const placement = {
  cloud_provider: 'gcp' as const,
  region: 'us-central1',
  instance_type: 'a2-highgpu-8g',
  market: 'spot' as const,
  transfer_gb: 23_000,
  transfer_cost: 2_006.2,
};
const tags = new Map([
  ['Name', 'batch-1'],
  ['workload', 'batch'],
  ['batch-queue', 'Nightly'],
  ['aws:autoscaling', 'x'],
]);

test('the new machine joins the work of the old one, and tells what it was created for', () => {
  const original = machine({ name: 'Batch 1', tags, region: 'us-west-2' });
  const order = { optimizationId, placement, originals: [original] };
  const resource = resourceFor('us-central1-a', { order, original });
  assert.equal(resource.name, 'optiinfra-batch-1-0b0e4e3c');
  assert.equal(resource.machineType, 'zones/us-central1-a/machineTypes/a2-highgpu-8g');
  assert.deepEqual(resource.labels, {
    workload: 'batch',
    'batch-queue': 'nightly',
    'optiinfra-optimization': optimizationId,
    'optiinfra-transfer-from': 'us-west-2',
    'optiinfra-transfer-gb': '23000',
  });
  assert.deepEqual(resource.scheduling, { provisioningModel: 'SPOT', instanceTerminationAction: 'DELETE' });
  const onDemand = { ...order, placement: { ...placement, market: 'on_demand' as const } };
  assert.equal(resourceFor('us-central1-a', { order: onDemand, original }).scheduling, undefined);
});
