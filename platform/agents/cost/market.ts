import { GetSpotPlacementScoresCommand } from '@aws-sdk/client-ec2';
import type { Account, Machine } from '../shared/machines.ts';
import { hoursAMonth, type OnDemandPrices, type SpotPrice, spotPrices } from '../shared/prices.ts';
import type { SpotOffer } from './offer-rule.ts';
import type { InterruptionRates } from './spot-advisor.ts';
import { millisecondsADay, type Period, timeWeightedMean } from './spot-mean.ts';

/** How machines move to spot capacity: replica by replica where they serve, as a whole where they do batch work. */
export type SpotMove = 'spot_migration' | 'batch_spot_migration';

/** Machines of one type in one region that are to be judged together, and how they would move. */
export interface Group {
  readonly move: SpotMove;
  readonly instanceType: string;
  readonly region: string;
  readonly machines: readonly Machine[];
}

/** What the spot market would give for a group. */
export interface GroupOffer extends SpotOffer {
  /** Cents a month, all machines together, at the mean price. */
  readonly savings: number;
  /** Days of price history behind the mean. */
  readonly historyDays: number;
}

export interface MarketSources {
  readonly account: Account;
  readonly onDemand: OnDemandPrices;
  readonly rates: InterruptionRates;
}

/** The group's offer, or undefined where the market has no price or says nothing of interruptions. */
export async function offerFor(group: Group, sources: MarketSources): Promise<GroupOffer | undefined> {
  const { account, onDemand, rates } = sources;
  const interruptionRate = rates.of(group.instanceType, group.region);
  const to = new Date();
  const period = { from: new Date(to.getTime() - historyDays * millisecondsADay), to };
  const history = await spotPrices(account.ec2, [group.instanceType], period.from);
  const onDemandCents = await onDemand.of(group.instanceType, group.region);
  const saved = savingsAtMean(group, { history, period, onDemandCents });
  if (!saved || interruptionRate === undefined) return undefined;
  return { ...saved, interruptionRate, placementScore: await placementScore(group, account) };
}

export interface PriceFacts {
  readonly history: readonly SpotPrice[];
  readonly period: Period;
  /** Cents a month of one machine. */
  readonly onDemandCents: number;
}

/** Each machine is replaced in its own zone, at that zone's mean price. Undefined where a zone has no price. */
export function savingsAtMean(
  group: Group,
  { history, period, onDemandCents }: PriceFacts,
): Pick<GroupOffer, 'discount' | 'savings' | 'historyDays'> | undefined {
  const means = group.machines.map(({ zone }) =>
    timeWeightedMean(
      history.filter((price) => price.zone === zone && price.instanceType === group.instanceType),
      period,
    ),
  );
  const known = means.flatMap((mean) => mean ?? []);
  if (known.length < means.length || known.length === 0) return undefined;
  const spotCents = known.reduce((sum, mean) => sum + mean.hourly * hoursAMonth * 100, 0);
  const allOnDemand = onDemandCents * known.length;
  return {
    discount: 1 - spotCents / allOnDemand,
    savings: Math.round(allOnDemand - spotCents),
    historyDays: Math.min(...known.map((mean) => mean.days)),
  };
}

/** How far back the mean price looks. */
const historyDays = 30;

async function placementScore({ instanceType, machines, region }: Group, { ec2 }: Account): Promise<number> {
  const answer = await ec2.send(
    new GetSpotPlacementScoresCommand({
      InstanceTypes: [instanceType],
      TargetCapacity: machines.length,
      RegionNames: [region],
    }),
  );
  return answer.SpotPlacementScores?.find(({ Region }) => Region === region)?.Score ?? 0;
}
