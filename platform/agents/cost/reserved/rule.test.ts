import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReservationTerms } from '../../shared/schemas.ts';
import { machine } from '../../shared/testing/machine.ts';
import { type Circumstances, judgeUse, proposedTerms } from './rule.ts';

const now = new Date('2026-03-31T12:00:00Z');
const aged = (days: number) => machine({ launchedAt: new Date(now.getTime() - days * 24 * 3600 * 1000) });

function judged(days: number, facts: Partial<Circumstances> = {}) {
  return judgeUse(aged(days), { shareInUse: 1, isPlanned: false, isReserved: false, now, ...facts });
}

test('a machine is worth it after 30 days of work in 80 % of the hours', () => {
  assert.equal(judged(30), 'steady_use');
  assert.equal(judged(29.99), 'too_young');
  assert.equal(judged(90, { shareInUse: 0.8 }), 'steady_use');
  assert.equal(judged(90, { shareInUse: 0.7999 }), 'not_steady');
  assert.equal(judged(90, { shareInUse: undefined }), 'not_measured_long_enough');
});

test('what others plan for, what is reserved, and what is on spot is left alone', () => {
  assert.equal(judged(90, { isPlanned: true, isReserved: true }), 'planned_otherwise');
  assert.equal(judged(12, { isPlanned: true }), 'planned_otherwise');
  assert.equal(judged(90, { isReserved: true }), 'already_reserved');
  const spot = machine({ market: 'spot' });
  assert.equal(judgeUse(spot, { shareInUse: 1, isPlanned: false, isReserved: false, now }), 'already_spot');
});

test('three years are proposed once all of the machines ran for one, and never anything up front', () => {
  const options = ([1, 3] as const).flatMap((term_years) =>
    (['all_upfront', 'no_upfront'] as const).map((payment_option) => terms({ term_years, payment_option })),
  );
  const proposed = (...days: number[]) => {
    const found = proposedTerms(options, days.map(aged), now);
    return [found?.term_years, found?.payment_option];
  };
  assert.deepEqual(proposed(364), [1, 'no_upfront']);
  assert.deepEqual(proposed(365), [3, 'no_upfront']);
  assert.deepEqual(proposed(900, 364), [1, 'no_upfront']);
  assert.equal(proposedTerms(options.slice(0, 1), [aged(90)], now), undefined);
});

function terms(facts: Pick<ReservationTerms, 'term_years' | 'payment_option'>): ReservationTerms {
  return { upfront: 0, monthly: 0, commitment: 0, savings: 0, break_even_month: 1, ...facts };
}
