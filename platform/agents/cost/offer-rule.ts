import type { components } from '../../../contracts/generated/openapi.ts';
import type { Machine } from '../shared/machines.ts';

export type Reason = components['schemas']['Finding']['reason'];

/** Spot must be at least so much cheaper than on demand, over the last 30 days, to be worth the interruptions. */
export const minDiscount = 0.3;

/** Share of the machines that may be taken back in a month; AWS's advisor calls what lies above frequent. */
export const maxInterruptionRate = 0.15;

/** The only one of EC2's placement scores (1 to 10) at which so many machines are likely to be had at once. */
export const requiredPlacementScore = 10;

/** What the market says about as many spot machines of one type as are to be replaced. */
export interface SpotOffer {
  /** 1 - mean spot price / on-demand price. */
  readonly discount: number;
  /** Share of the machines taken back in a month. */
  readonly interruptionRate: number;
  readonly placementScore: number;
}

/** Why a machine can never move to spot, whatever the market says; undefined where it can. */
export function objectionTo(machine: Machine): Reason | undefined {
  if (machine.market === 'spot') return 'already_spot';
  if (machine.latencyCritical) return 'latency_critical';
  if (!machine.faultTolerant) return 'not_fault_tolerant';
  return undefined;
}

/** What the rule says to the market's offer; undefined stands for a market that has none. */
export function judge(offer: SpotOffer | undefined): Reason {
  if (!offer) return 'no_spot_pool';
  if (rounded(offer.discount) < minDiscount) return 'discount_too_small';
  if (rounded(offer.interruptionRate) > maxInterruptionRate) return 'interruptions_too_frequent';
  if (offer.placementScore < requiredPlacementScore) return 'capacity_too_small';
  return 'offer_rule_met';
}

/** Prices are published with six decimals, so that a share is exact to a hundredth of a percent and no further. */
export function rounded(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}
