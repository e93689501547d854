import { instanceType, instanceTypes } from '../../../world/catalogue.ts';
import { numberOf } from '../compute/numbers.ts';
import { regions } from '../places.ts';
import type { Project } from '../projects/project.ts';
import { hourly, pricingInfo, type Rate, type TimedPrice, type Unit } from './prices.ts';

/** The service of the catalogue that is Compute Engine. */
export const computeEngine = '6F81-5844-456A';

type UsageType = 'OnDemand' | 'Preemptible' | 'Commit1Yr' | 'Commit3Yr';

/** One thing that is sold. */
interface Sku {
  readonly family: 'Compute' | 'Network';
  /** What Google groups it under. */
  readonly group: string;
  readonly usageType: UsageType;
  readonly description: string;
  readonly region: string;
  readonly unit: Unit;
  readonly prices: readonly TimedPrice[];
}

/** Times between which prices are asked for; only those in force now without them. */
export interface Timeline {
  readonly start: Date;
  readonly end: Date;
}

/** What a promise to pay for one or three years takes off the on-demand price. */
const commitments: readonly (readonly [UsageType, discount: number])[] = [
  ['Commit1Yr', 0.37],
  ['Commit3Yr', 0.55],
];

/** Transfer to the internet: the first TiB of a month, up to ten, above (US dollars a GiB). */
const egress: readonly Rate[] = [
  { startUsageAmount: 0, dollars: 0.12 },
  { startUsageAmount: 1024, dollars: 0.11 },
  { startUsageAmount: 10_240, dollars: 0.08 },
];

const published = new Date('2025-01-01T00:00:00Z');

const listPrices: readonly Sku[] = [...regions.keys()].flatMap((region) => [
  ...instanceTypes
    .filter(({ cloud }) => cloud === 'gcp')
    .flatMap(({ name, monthlyPrice }) => [
      machineSku(name, region, { usageType: 'OnDemand', prices: always(hourly(monthlyPrice)) }),
      ...commitments.map(([usageType, discount]) =>
        machineSku(name, region, { usageType, prices: always(hourly(monthlyPrice * (1 - discount))) }),
      ),
    ]),
  {
    family: 'Network',
    group: 'PremiumInternetEgress',
    usageType: 'OnDemand',
    description: `Network Internet Data Transfer Out from ${regions.get(region)}`,
    region,
    unit: 'GiBy',
    prices: always(egress),
  },
]);

/** The catalogue for whoever asks: the spot prices are those of the own project. */
export function skusFor(project: Project | undefined, timeline: Timeline | undefined): readonly object[] {
  const spot = [...(project?.pools.values() ?? [])].map((pool) => {
    const now = new Date();
    const { start, end } = timeline ?? { start: now, end: now };
    const prices = pool.pricesDuring(start, end).map(({ at, monthly }) => ({ from: at, rates: hourly(monthly) }));
    return machineSku(pool.instanceType, project?.region ?? '', { usageType: 'Preemptible', prices });
  });
  return [...listPrices, ...spot].map(skuElement);
}

function machineSku(name: string, region: string, sale: Pick<Sku, 'usageType' | 'prices'>): Sku {
  const [family = '', ...size] = name.split('-');
  return {
    family: 'Compute',
    group: instanceType(name)?.gpu ? 'GPU' : 'CPU',
    description: `${family.toUpperCase()} ${size.join('-')} running in ${regions.get(region)}`,
    region,
    unit: 'h',
    ...sale,
  };
}

function always(rates: readonly Rate[]): readonly TimedPrice[] {
  return [{ from: published, rates }];
}

function skuElement({ family, group, usageType, description, region, unit, prices }: Sku): object {
  const skuId = codeOf(`${usageType} ${description}`);
  return {
    name: `services/${computeEngine}/skus/${skuId}`,
    skuId,
    description,
    category: { serviceDisplayName: 'Compute Engine', resourceFamily: family, resourceGroup: group, usageType },
    serviceRegions: [region],
    pricingInfo: prices.map((price) => pricingInfo(price, unit)),
    serviceProviderName: 'Google',
    geoTaxonomy: { type: 'REGIONAL', regions: [region] },
  };
}

/** Three groups of four capitals and digits, the same each time. */
function codeOf(text: string): string {
  const [, ...groups] = /^(.{4})(.{4})(.{4})/.exec(BigInt(numberOf(text)).toString(36).toUpperCase()) ?? [];
  return groups.join('-');
}
