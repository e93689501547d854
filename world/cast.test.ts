import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CAST, castMember } from './cast';

describe('The cast', () => {
  it('serves models only on machines that it has', () => {
    for (const name of CAST) {
      const { machines, deployments } = castMember(name);
      const names = machines.map((machine) => machine.name);
      assert.deepEqual(
        deployments.flatMap((deployment) => deployment.machines).filter((machine) => !names.includes(machine)),
        [],
        name,
      );
    }
  });

  it('is as it was in all that a sentence does not speak of', () => {
    const { deployments, ...member } = castMember('Initech Inc', { objective: 5 });
    const { deployments: usual, ...usualMember } = castMember('Initech Inc');
    assert.deepEqual(member, usualMember);
    assert.deepEqual(
      deployments.map((deployment) => deployment.slo_p95_seconds),
      [5, ...usual.slice(1).map((deployment) => deployment.slo_p95_seconds)],
    );
  });

  it('has Umbrella Inc run three machines of each type where six can bear an interruption', () => {
    const { machines, deployments } = castMember('Umbrella Inc', { fleet: 'six machines' });
    assert.deepEqual(
      machines.map(({ name, tags }) => [name, tags['fault-tolerant']]),
      ['index-1', 'index-2', 'index-3', 'draw-1', 'draw-2', 'draw-3'].map((name) => [name, 'true']),
    );
    assert.deepEqual(
      deployments.map((deployment) => deployment.load.requests_per_second),
      [36, 135],
    );
  });

  it('serves the first model twice, with twice the load, where a sentence says so', () => {
    const { machines, deployments } = castMember('Initech Inc', { fleet: 'first model twice' });
    assert.deepEqual(machines.map(({ name, tags }) => [name, tags['fault-tolerant']]).slice(0, 3), [
      ['api-1', 'true'],
      ['api-2', 'true'],
      ['docs-1', undefined],
    ]);
    assert.deepEqual([deployments[0]?.machines, deployments[0]?.load.requests_per_second], [['api-1', 'api-2'], 74]);
  });

  it('has run for as long as a sentence says', () => {
    const { machines } = castMember('Acme Corp', { ageDays: 12 });
    assert.deepEqual(new Set(machines.map((machine) => machine.age_days)), new Set([12]));
  });

  it('takes the age of prices for what it is, beside the market', () => {
    const market = { discount: 0.6, interruptionRate: 0.1, room: 4 };
    const [pool] = castMember('Acme Corp', { market, priceHistoryDays: 10 }).spotPools;
    assert.deepEqual(pool, {
      instance_type: 'p4d.24xlarge',
      price_mean: 12_000,
      price_now: 12_000,
      interruption_rate: 0.1,
      capacity: 4,
      history_days: 10,
    });
  });
});
