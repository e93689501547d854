import { spotPrice } from '../market/spot-machines.ts';
import type { SpotPool } from '../market/spot-pool.ts';
import { filtered } from '../protocol/filters.ts';
import { pageOf } from '../protocol/paging.ts';
import { items } from '../protocol/xml.ts';
import type { Ec2Action, Ec2Call } from './call.ts';
import { zoneOf } from './elements.ts';
import { awsType } from './run-instances.ts';

/** What EC2 calls the operating system of the machines in its list of spot prices. */
const products = ['Linux/UNIX', 'Linux/UNIX (Amazon VPC)'];

interface ListedPrice {
  readonly instanceType: string;
  readonly productDescription: string;
  readonly spotPrice: string;
  readonly timestamp: string;
  readonly availabilityZone: string;
}

/** The newest prices first; the price in force at StartTime comes along although it was set before. */
export const describeSpotPriceHistory: Ec2Action = (call) => {
  const { parameters } = call;
  const types = parameters.list('InstanceType').map((name) => awsType(name).name);
  const wanted = poolsIn(call).filter(({ instanceType }) => types.length === 0 || types.includes(instanceType));
  const zone = parameters.text('AvailabilityZone') ?? zoneOf(call.region);
  const descriptions = parameters.list('ProductDescription');
  const isLinux = descriptions.length === 0 || descriptions.some((description) => products.includes(description));
  const prices = isLinux && zone === zoneOf(call.region) ? wanted.flatMap((pool) => pricesOf(pool, call)) : [];
  const found = filtered(prices, parameters, fieldOf).toSorted((a, b) => (a.timestamp < b.timestamp ? 1 : -1));
  const page = pageOf(found, parameters, { min: 1, max: 1000 });
  return { spotPriceHistorySet: items(page.things.map((price) => ({ ...price }))), nextToken: page.nextToken };
};

/** From 1 to 10: how likely that many machines can be had in a region, of the types together. */
export const getSpotPlacementScores: Ec2Action = (call) => {
  const { account, parameters } = call;
  const types = parameters.requiredList('InstanceType').map((name) => awsType(name).name);
  parameters.required('TargetCapacity');
  const target = parameters.integer('TargetCapacity', 1, 2_000_000_000) ?? 1;
  const named = parameters.list('RegionName');
  const regions = named.length > 0 ? named : [call.region];
  const scores = regions.map((region) => {
    const pools = poolsIn({ account, region }).filter((pool) => types.includes(pool.instanceType));
    const capacity = pools.reduce((sum, pool) => sum + pool.capacity, 0);
    return { region, score: scoreOf(capacity, target) };
  });
  return { spotPlacementScoreSet: items(scores) };
};

function scoreOf(capacity: number, target: number): number {
  return capacity >= target ? 10 : Math.max(1, Math.floor((10 * capacity) / target));
}

function poolsIn({ account, region }: Pick<Ec2Call, 'account' | 'region'>): readonly SpotPool[] {
  return region === account.region ? [...account.pools.values()] : [];
}

function pricesOf(pool: SpotPool, { parameters, region }: Ec2Call): readonly ListedPrice[] {
  const now = new Date();
  const start = parameters.time('StartTime') ?? now;
  const end = parameters.time('EndTime') ?? now;
  return pool.pricesDuring(start, end).map((point) => ({
    instanceType: pool.instanceType,
    productDescription: 'Linux/UNIX',
    spotPrice: spotPrice(point.monthly),
    timestamp: point.at.toISOString(),
    availabilityZone: zoneOf(region),
  }));
}

function fieldOf(name: string): ((price: ListedPrice) => readonly string[]) | undefined {
  const fields: Readonly<Record<string, (price: ListedPrice) => readonly string[]>> = {
    'instance-type': (price) => [price.instanceType],
    'product-description': () => products,
    'availability-zone': (price) => [price.availabilityZone],
    'spot-price': (price) => [price.spotPrice],
  };
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
