import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstanceType } from '../shared/instance-types.ts';
import { chooseSize, type Offer, predictedUse, type Workload } from './sizing.ts';

const gib = 2 ** 30;

const a10g = (name: string, count: number, hostGib: number, dollars: number) =>
  offer({ name, gpus: { name: 'A10G', count, memory: 24 * gib }, hostMemory: hostGib * gib }, dollars);
const l40s = (name: string, count: number, hostGib: number, dollars: number) =>
  offer({ name, gpus: { name: 'L40S', count, memory: 48 * gib }, hostMemory: hostGib * gib }, dollars);

const offers: readonly Offer[] = [
  offer({ name: 'p4d.24xlarge', gpus: { name: 'A100', count: 8, memory: 40 * gib }, hostMemory: 1152 * gib }, 30_000),
  offer({ name: 'p4de.24xlarge', gpus: { name: 'A100', count: 8, memory: 80 * gib }, hostMemory: 1152 * gib }, 37_500),
  a10g('g5.2xlarge', 1, 32, 1_110),
  a10g('g5.12xlarge', 4, 192, 5_190),
  a10g('g5.24xlarge', 4, 384, 7_460),
  a10g('g5.48xlarge', 8, 768, 14_910),
  l40s('g6e.2xlarge', 1, 64, 2_050),
  l40s('g6e.12xlarge', 4, 384, 9_600),
  l40s('g6e.24xlarge', 4, 768, 13_790),
  l40s('g6e.48xlarge', 8, 1536, 27_580),
  offer({ name: 'm5.large', gpus: undefined, hostMemory: 8 * gib }, 90),
];

/** Eight replicas of Llama-3-8B on a g5.48xlarge at 37 requests a second. */
const api: Workload = {
  gpus: { name: 'A10G', count: 8, memory: 24 * gib },
  utilisation: 0.3514,
  gpusPerReplica: 1,
  memory: { weights: 16.06e9, cacheInUse: 0.03e9 },
  hostMemory: 240 * gib,
};

test('half the GPUs: the size whose host memory holds 288 GiB, not the cheaper one with 192', () => {
  const { reason, offer: chosen, tooSmall } = chooseSize(api, offers, dollarsToCents(14_910));
  assert.deepEqual([reason, chosen?.type.name, tooSmall], ['oversized', 'g5.24xlarge', ['g5.12xlarge']]);
  assert.equal(predictedUse(api, 4).toFixed(3), '0.703');
});

test('with less in the host memory the cheaper size does', () => {
  assert.equal(
    chooseSize({ ...api, hostMemory: 160 * gib }, offers, dollarsToCents(14_910)).offer?.type.name,
    'g5.12xlarge',
  );
  assert.equal(
    chooseSize({ ...api, hostMemory: 161 * gib }, offers, dollarsToCents(14_910)).offer?.type.name,
    'g5.24xlarge',
  );
});

test('the same on L40S: 552 GiB do not fit 384', () => {
  const gpus = { name: 'L40S', count: 8, memory: 48 * gib };
  const assist = { ...api, gpus, utilisation: 0.352, hostMemory: 460 * gib };
  const { offer: chosen, tooSmall } = chooseSize(assist, offers, dollarsToCents(27_580));
  assert.deepEqual([chosen?.type.name, tooSmall], ['g6e.24xlarge', ['g6e.12xlarge']]);
});

test('a large model that only just fits eight GPUs does not fit four', () => {
  const docs = {
    ...api,
    utilisation: 0.346,
    gpusPerReplica: 8,
    memory: { weights: 141.2e9, cacheInUse: 0.3e9 },
    hostMemory: 16 * gib,
  };
  const { reason, offer: chosen, tooSmall } = chooseSize(docs, offers, dollarsToCents(14_910));
  assert.deepEqual([reason, chosen, tooSmall], ['memory_bound', undefined, ['g5.12xlarge', 'g5.24xlarge']]);
});

test('nothing is smaller than a p4d with the same GPUs', () => {
  const tuned = { ...api, gpus: { name: 'A100', count: 8, memory: 40 * gib }, utilisation: 0.17 };
  assert.equal(chooseSize(tuned, offers, dollarsToCents(30_000)).reason, 'no_smaller_size');
});

test('39.9 % of use is too large a machine, 40 % is not', () => {
  assert.equal(chooseSize({ ...api, utilisation: 0.399 }, offers, dollarsToCents(14_910)).reason, 'oversized');
  assert.equal(chooseSize({ ...api, utilisation: 0.4 }, offers, dollarsToCents(14_910)).reason, 'well_sized');
});

test('where the use of fewer GPUs would pass 80 % no size is small enough', () => {
  const four = { ...api, gpus: { ...api.gpus, count: 4 }, hostMemory: 8 * gib };
  assert.equal(chooseSize({ ...four, utilisation: 0.201 }, offers, dollarsToCents(5_190)).reason, 'no_smaller_size');
  assert.equal(chooseSize({ ...four, utilisation: 0.2 }, offers, dollarsToCents(5_190)).offer?.type.name, 'g5.2xlarge');
});

test('a replica that is spread over eight GPUs is not squeezed onto four, however small', () => {
  assert.equal(chooseSize({ ...api, gpusPerReplica: 8 }, offers, dollarsToCents(14_910)).reason, 'no_smaller_size');
});

test('a machine is not replaced by a dearer one', () => {
  assert.equal(chooseSize(api, offers, dollarsToCents(5_000)).reason, 'no_smaller_size');
});

function offer(type: InstanceType, dollars: number): Offer {
  return { type, cents: dollarsToCents(dollars) };
}

function dollarsToCents(dollars: number): number {
  return dollars * 100;
}
