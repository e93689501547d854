import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Machine } from '../../shared/machines.ts';
import type { ReservationTerms } from '../../shared/schemas.ts';
import { machine } from '../../shared/testing/machine.ts';
import { reservation } from '../../shared/testing/reservation.ts';
import { analyseReserved, type Group, type ReservedSources } from './analysis.ts';
import { confidenceIn } from './proposal.ts';

const days = (count: number) => new Date(Date.now() - count * 24 * 3600 * 1000);
const aged = (name: string, facts: Partial<Machine> = {}) =>
  machine({ instanceId: name, name, launchedAt: days(90), ...facts });
const acme = ['serve-1', 'serve-2', 'serve-3', 'serve-4'].map((name) => aged(name));
const spot = new Set(['serve-1', 'serve-2', 'serve-3']);

test('Acme: beside the move of three machines the fourth is offered for $9,000 a month less', async () => {
  const { findings, recommendations } = await analyse(acme, { planned: spot });
  assert.deepEqual(
    findings.map(({ decision, reason, instance_ids: ids }) => [decision, reason, ids]),
    [
      ['refused', 'planned_otherwise', ['serve-1', 'serve-2', 'serve-3']],
      ['recommended', 'steady_use', ['serve-4']],
    ],
  );
  const [proposal] = recommendations;
  assert.equal(recommendations.length, 1);
  assert.deepEqual(
    [proposal?.type, proposal?.title, proposal?.estimated_savings, proposal?.risk_level],
    ['reserved_capacity', 'Reserve 1 x p4d.24xlarge for one year', 9_000, 'medium'],
  );
  assert.deepEqual(proposal?.reservation, yearly(1));
  assert.deepEqual(proposal?.reservation_options, [yearly(1), prepaid(1)]);
  assert.match(proposal?.description ?? '', /commits you to \$252,000, which cannot be taken back.* month 9 /);
  assert.match(proposal?.description ?? '', /On sale as well: one year, all of it paid up front, for \$12,000 a month/);
  assert.deepEqual(findings.at(-1)?.facts, {
    instance_type: 'p4d.24xlarge',
    machines: 1,
    days_running: 90,
    share_in_use: 1,
    discount: 0.3,
  });
});

test('machines of a type are offered together, those of another type apart', async () => {
  const { recommendations } = await analyse([...acme, aged('docs-1', { instanceType: 'g5.48xlarge' })]);
  assert.deepEqual(
    recommendations.map(({ estimated_savings: savings, instance_ids: ids }) => [savings, ids.length]),
    [
      [36_000, 4],
      [9_000, 1],
    ],
  );
});

test('a machine that ran for 12 days, or works at night only, is refused with what was measured', async () => {
  const young = aged('young', { launchedAt: days(12.5) });
  const { findings, recommendations } = await analyse([young, aged('night-1')], {
    shareInUse: new Map([
      ['young', 1],
      ['night-1', 1 / 24],
    ]),
  });
  assert.deepEqual(recommendations, []);
  assert.deepEqual(
    findings.map(({ reason, facts }) => [reason, facts?.days_running, facts?.share_in_use]),
    [
      ['too_young', 12, 1],
      ['not_steady', 90, 0.0417],
    ],
  );
});

test('what a reservation covers already is not reserved again; one for what will be gone passes to what stays', async () => {
  const one = await analyse(acme, { planned: spot, reservations: [reservation()] });
  assert.deepEqual([one.findings.at(-1)?.reason, one.recommendations], ['already_reserved', []]);
  const two = await analyse(acme, { reservations: [reservation({ count: 2 })] });
  assert.deepEqual(two.recommendations[0]?.instance_ids, ['serve-3', 'serve-4']);
});

test('where the cloud sells nothing that is cheaper, nothing is offered', async () => {
  const unsold = await analyse(acme.slice(0, 1), { optionsFor: async () => [] });
  assert.deepEqual([unsold.findings[0]?.reason, unsold.recommendations], ['no_reservation_sold', []]);
  const dear = await analyse(acme.slice(0, 1), { optionsFor: async () => [{ ...yearly(1), savings: 0 }] });
  assert.deepEqual([dear.findings[0]?.reason, dear.recommendations], ['discount_too_small', []]);
});

test('the surer the longer and the steadier a machine worked', () => {
  assert.equal(confidenceIn({ days: 30, share: 0.8 }), 0.51);
  assert.equal(confidenceIn({ days: 90, share: 1 }), 0.84);
  assert.equal(confidenceIn({ days: 900, share: 1 }), 0.95);
});

function analyse(machines: readonly Machine[], sources: Partial<ReservedSources> = {}) {
  return analyseReserved(machines, {
    shareInUse: new Map(machines.map(({ instanceId }) => [instanceId, 1])),
    planned: new Set(),
    reservations: [],
    optionsFor: async (group: Group) => [yearly(group.length), prepaid(group.length)],
    ...sources,
  });
}

function yearly(machines: number): ReservationTerms {
  return {
    term_years: 1,
    payment_option: 'no_upfront',
    upfront: 0,
    monthly: 21_000 * machines,
    commitment: 252_000 * machines,
    savings: 9_000 * machines,
    break_even_month: 9,
  };
}

function prepaid(machines: number): ReservationTerms {
  const [upfront, savings] = [216_000 * machines, 12_000 * machines];
  return { ...yearly(machines), payment_option: 'all_upfront', upfront, monthly: 0, commitment: upfront, savings };
}
