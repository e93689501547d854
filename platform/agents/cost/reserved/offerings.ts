import {
  type _InstanceType as Ec2InstanceType,
  type OfferingTypeValues,
  paginateDescribeReservedInstancesOfferings,
  type ReservedInstancesOffering,
} from '@aws-sdk/client-ec2';
import type { Account } from '../../shared/machines.ts';
import { commitmentOf, monthsOf, type ReservedPrice } from '../../shared/reservations.ts';
import type { ReservationTerms } from '../../shared/schemas.ts';

/** Terms on which the cloud reserves a machine of one type anywhere in a region. */
export interface Offering extends ReservedPrice {
  readonly id: string;
  readonly paymentOption: ReservationTerms['payment_option'];
  readonly termYears: ReservationTerms['term_years'];
}

/** In EC2's words. */
export const ec2PaymentOption: Readonly<Record<ReservationTerms['payment_option'], OfferingTypeValues>> = {
  no_upfront: 'No Upfront',
  partial_upfront: 'Partial Upfront',
  all_upfront: 'All Upfront',
};

const secondsAYear = 365 * 24 * 3600;

export function termSeconds(years: ReservationTerms['term_years']): number {
  return years * secondsAYear;
}

/** What AWS itself has on sale for a type, shorter terms first. Errors are those of EC2. */
export async function offeringsOf({ ec2 }: Account, instanceType: string): Promise<readonly Offering[]> {
  const found: Offering[] = [];
  const pages = paginateDescribeReservedInstancesOfferings(
    { client: ec2 },
    {
      InstanceType: instanceType as Ec2InstanceType,
      ProductDescription: 'Linux/UNIX',
      OfferingClass: 'standard',
      InstanceTenancy: 'default',
      IncludeMarketplace: false,
      Filters: [{ Name: 'scope', Values: ['Region'] }],
    },
  );
  for await (const page of pages) found.push(...(page.ReservedInstancesOfferings ?? []).flatMap(toOffering));
  return found.sort((a, b) => a.termYears - b.termYears);
}

/** What an offering means for a number of machines. @param onDemand cents a month of one */
export function termsOf(offering: Offering, machines: number, onDemand: number): ReservationTerms {
  const { duration, fixedPrice, hourly } = offering;
  const commitment = commitmentOf(offering);
  const months = monthsOf(duration);
  const ofAll = (cents: number) => Math.round(cents * machines) / 100;
  return {
    term_years: offering.termYears,
    payment_option: offering.paymentOption,
    upfront: ofAll(fixedPrice * 100),
    monthly: ofAll(commitmentOf({ fixedPrice: 0, hourly, duration }) / months),
    commitment: ofAll(commitment),
    savings: ofAll(onDemand - Math.round(commitment / months)),
    break_even_month: Math.max(1, Math.ceil(commitment / onDemand)),
  };
}

function toOffering(offering: ReservedInstancesOffering): readonly Offering[] {
  const { ReservedInstancesOfferingId: id, Duration: duration = 0, FixedPrice: fixedPrice = 0 } = offering;
  const paymentOption = paymentOptions.find((option) => ec2PaymentOption[option] === offering.OfferingType);
  const termYears = ([1, 3] as const).find((years) => termSeconds(years) === duration);
  if (!id || !paymentOption || !termYears) return [];
  const charges = offering.RecurringCharges ?? [];
  const hourly = charges.reduce((sum, { Amount = 0 }) => sum + Amount, offering.UsagePrice ?? 0);
  return [{ id, paymentOption, termYears, duration, fixedPrice, hourly }];
}

const paymentOptions = ['no_upfront', 'partial_upfront', 'all_upfront'] as const;
