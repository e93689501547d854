import type { Machine } from '../../shared/machines.ts';
import type { Proposal, ReservationTerms } from '../../shared/schemas.ts';
import { dollars, percent } from '../../shared/words.ts';
import { minShareInUse } from './rule.ts';
import { daysOfUse } from './use.ts';

export interface SteadyUse {
  /** For which the youngest machine has run. */
  readonly days: number;
  /** Of the hours of the last 30 days, in which the least used one worked, 0..1. */
  readonly share: number;
}

interface Choice {
  readonly terms: ReservationTerms;
  /** All terms on sale, the chosen ones among them. */
  readonly options: readonly ReservationTerms[];
  readonly use: SteadyUse;
}

export function proposeReservation(
  machines: readonly [Machine, ...Machine[]],
  { terms, options, use }: Choice,
): Proposal {
  const [{ instanceType }] = machines;
  const names = machines.map(({ name }) => name).join(', ');
  const others = options.filter((option) => option !== terms);
  return {
    type: 'reserved_capacity',
    title: `Reserve ${machines.length} x ${instanceType} for ${years(terms)}`,
    description: [
      `${names} ran for ${use.days} days or longer and worked in ${percent(use.share)} of the hours of the last`,
      `${daysOfUse} days. Reserved for ${years(terms)}, ${paid(terms)}, that costs ${dollars(terms.savings)} a month less.`,
      `It commits you to ${dollars(terms.commitment)}, which cannot be taken back: whoever ends the machines before month`,
      `${terms.break_even_month} is over has paid more than on demand.`,
      ...(others.length === 0 ? [] : [`On sale as well: ${others.map(inShort).join('; ')}.`]),
    ].join(' '),
    // It binds the customer, and cannot be undone.
    risk_level: 'medium',
    risk_assessed_by: 'rules',
    estimated_savings: terms.savings,
    confidence: confidenceIn(use),
    instance_ids: machines.map(({ instanceId }) => instanceId),
    reservation: terms,
    reservation_options: [...options],
  };
}

/**
 * How sure it is, 0..1, that the machines are needed for as long as they are paid for: half for the rule, up to 0.3 for
 * work in every hour, up to 0.15 for a year of it.
 */
export function confidenceIn({ days, share }: SteadyUse): number {
  const steadiness = (share - minShareInUse) / (1 - minShareInUse);
  return Math.round((0.5 + 0.3 * steadiness + 0.15 * Math.min(1, days / 365)) * 100) / 100;
}

function years({ term_years: term }: ReservationTerms): string {
  return term === 1 ? 'one year' : 'three years';
}

const payments: Readonly<Record<ReservationTerms['payment_option'], string>> = {
  no_upfront: 'nothing',
  partial_upfront: 'half',
  all_upfront: 'all',
};

function paid({ payment_option: option }: ReservationTerms): string {
  return `${payments[option]} of it paid up front`;
}

function inShort(terms: ReservationTerms): string {
  return `${years(terms)}, ${paid(terms)}, for ${dollars(terms.savings)} a month less`;
}
