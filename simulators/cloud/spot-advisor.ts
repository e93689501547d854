import { instanceType } from '../world/catalogue.ts';
import type { Account } from './accounts/account.ts';
import type { SpotPool } from './market/spot-pool.ts';

interface Advice {
  /** Percent off the on-demand price, whole. */
  readonly s: number;
  /** AWS's class of interruption: 0 below 5 %, 1 to 10 %, 2 to 15 %, 3 to 20 %, 4 above. */
  readonly r: number;
  /** The exact rate, which AWS does not publish. */
  readonly interruption_percent: number;
}

/** AWS's Spot Instance Advisor for one account: by region, operating system and type of machine. */
export type SpotAdvice = Readonly<Record<string, { readonly Linux: Readonly<Record<string, Advice>> }>>;

export function spotAdvice(account: Account): SpotAdvice {
  const pools = [...account.pools.values()].map((pool) => [pool.instanceType, adviceOn(pool)]);
  return { [account.region]: { Linux: Object.fromEntries(pools) } };
}

function adviceOn(pool: SpotPool): Advice {
  const onDemand = instanceType(pool.instanceType)?.monthlyPrice ?? pool.priceMean;
  const percent = Math.round(pool.interruptionRate * 1e6) / 1e4;
  return { s: Math.round(100 * (1 - pool.priceMean / onDemand)), r: classOf(percent), interruption_percent: percent };
}

function classOf(percent: number): number {
  if (percent < 5) return 0;
  const index = [10, 15, 20].findIndex((most) => percent <= most);
  return index === -1 ? 4 : index + 1;
}
