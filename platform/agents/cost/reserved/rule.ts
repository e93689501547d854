import type { Machine } from '../../shared/machines.ts';
import type { Finding, ReservationTerms } from '../../shared/schemas.ts';
import { daysOfUse } from './use.ts';

/** Days that a machine must have run before anybody binds himself for a year because of it. */
export const minDaysRunning = daysOfUse;

/** Share of the hours of the last 30 days in which it must have worked. */
export const minShareInUse = 0.8;

/** A machine that has been needed for as long as the shorter term lasts is likely to be needed for the longer one. */
export const daysForThreeYears = 365;

/**
 * Nothing is paid up front: prepaying half a year's bill, or all of it, takes five or ten hundredths more off, but it is
 * the customer's money that lies there. The other options are told beside it.
 */
const proposedOption = 'no_upfront';

/** What is known of a machine beyond what it is. */
export interface Circumstances {
  /** Share of the hours of the last 30 days in which it worked; undefined where nothing was measured. */
  readonly shareInUse: number | undefined;
  /** Whether another recommendation wants to end, move or shrink it. */
  readonly isPlanned: boolean;
  /** Whether a reservation covers it already. */
  readonly isReserved: boolean;
  readonly now: Date;
}

/** Whether a machine is worth being reserved, as far as its use says. */
export function judgeUse(machine: Machine, circumstances: Circumstances): Finding['reason'] {
  const { shareInUse, isPlanned, isReserved, now } = circumstances;
  if (machine.market === 'spot') return 'already_spot';
  if (isPlanned) return 'planned_otherwise';
  if (isReserved) return 'already_reserved';
  if (daysRunning(machine, now) < minDaysRunning) return 'too_young';
  if (shareInUse === undefined) return 'not_measured_long_enough';
  return shareInUse < minShareInUse ? 'not_steady' : 'steady_use';
}

/** One year, or three where all of the machines have proven for a year that they are needed. */
export function proposedTerms(
  options: readonly ReservationTerms[],
  machines: readonly Machine[],
  now: Date,
): ReservationTerms | undefined {
  const youngest = Math.min(...machines.map((machine) => daysRunning(machine, now)));
  const years = youngest >= daysForThreeYears ? 3 : 1;
  return options.find((option) => option.term_years === years && option.payment_option === proposedOption);
}

/** Since it was started last: EC2 counts anew when a machine was stopped. */
export function daysRunning({ launchedAt }: Machine, now: Date): number {
  return (now.getTime() - launchedAt.getTime()) / (24 * 3600 * 1000);
}
