import type { ReservedInstancesOffering } from '@aws-sdk/client-ec2';

/** Of AWS's reservations: years, payment, share taken off, share paid up front. */
const terms = [
  [1, 'No Upfront', 0.3, 0],
  [1, 'Partial Upfront', 0.35, 0.5],
  [1, 'All Upfront', 0.4, 1],
  [3, 'No Upfront', 0.5, 0],
  [3, 'Partial Upfront', 0.55, 0.5],
  [3, 'All Upfront', 0.6, 1],
] as const;

/** What EC2 sells for a type of machine. @param monthly US dollars on demand */
export function sold(monthly = 30_000): ReservedInstancesOffering[] {
  return terms.map(([years, OfferingType, discount, upFront]) => {
    const reserved = monthly * (1 - discount);
    const Amount = Number(((reserved * (1 - upFront)) / 730).toFixed(10));
    return {
      ReservedInstancesOfferingId: `${years} ${OfferingType}`,
      Duration: years * 365 * 24 * 3600,
      OfferingType,
      FixedPrice: reserved * 12 * years * upFront,
      UsagePrice: 0,
      RecurringCharges: Amount > 0 ? [{ Frequency: 'Hourly', Amount }] : [],
    };
  });
}
