import { type EC2Client, paginateDescribeSpotPriceHistory } from '@aws-sdk/client-ec2';
import { GetProductsCommand, type PricingClient } from '@aws-sdk/client-pricing';
import { z } from 'zod';
import type { Aws } from '../../shared/aws.ts';
import type { Machine } from './machines.ts';
import { TaskError } from './task.ts';

/** Hours that a price per hour counts as one month. */
export const hoursAMonth = 730;

/** A spot price in force from a time on, in one availability zone. */
export interface SpotPrice {
  readonly instanceType: string;
  readonly zone: string;
  readonly from: Date;
  /** US dollars an hour. */
  readonly hourly: number;
}

/** The monthly price in whole cents. @param hourly US dollars */
export function monthlyCents(hourly: number): number {
  return Math.round(hourly * hoursAMonth * 100);
}

/** What machines cost on demand, from the cloud's own price list, which is asked again after a minute. */
export class OnDemandPrices {
  readonly #aws: Aws;
  readonly #known = new Map<string, { readonly price: Promise<number>; readonly until: number }>();

  constructor(aws: Aws) {
    this.#aws = aws;
  }

  /** Cents a month. @throws TaskError no_price */
  of(instanceType: string, region: string): Promise<number> {
    const key = `${region}/${instanceType}`;
    const known = this.#known.get(key);
    if (known && known.until > Date.now()) return known.price;
    const price = this.#ask(instanceType, region);
    this.#known.set(key, { price, until: Date.now() + priceValidity });
    price.catch(() => this.#known.delete(key));
    return price;
  }

  async #ask(instanceType: string, region: string): Promise<number> {
    const client = this.#aws.pricing();
    try {
      return await onDemandPrice(client, instanceType, region);
    } finally {
      client.destroy();
    }
  }
}

/**
 * Spot prices of Linux machines, newest first: without a start those in force now, else also the one in force at the start
 * and every change since.
 */
export async function spotPrices(
  ec2: EC2Client,
  instanceTypes: readonly string[],
  start: Date = new Date(),
): Promise<readonly SpotPrice[]> {
  if (instanceTypes.length === 0) return [];
  const found: SpotPrice[] = [];
  const pages = paginateDescribeSpotPriceHistory(
    { client: ec2 },
    {
      Filters: [{ Name: 'instance-type', Values: [...new Set(instanceTypes)] }],
      ProductDescriptions: ['Linux/UNIX'],
      StartTime: start,
    },
  );
  for await (const page of pages) {
    for (const { InstanceType, AvailabilityZone, Timestamp, SpotPrice } of page.SpotPriceHistory ?? []) {
      if (!InstanceType || !AvailabilityZone || !Timestamp || !SpotPrice) continue;
      found.push({ instanceType: InstanceType, zone: AvailabilityZone, from: Timestamp, hourly: Number(SpotPrice) });
    }
  }
  return found.sort((a, b) => b.from.getTime() - a.from.getTime());
}

/** Cents a month of each machine, by instance id: on demand at the list price, spot at the price of the moment. */
export async function monthlyPrices(
  machines: readonly Machine[],
  sources: { readonly ec2: EC2Client; readonly onDemand: OnDemandPrices },
): Promise<ReadonlyMap<string, number>> {
  const spotTypes = machines.filter(({ market }) => market === 'spot').map(({ instanceType }) => instanceType);
  const current = await spotPrices(sources.ec2, spotTypes);
  const priced = machines.map(async (machine): Promise<[string, number]> => {
    const onDemand = machine.market === 'on_demand';
    const price = onDemand
      ? await sources.onDemand.of(machine.instanceType, machine.region)
      : spotNow(machine, current);
    return [machine.instanceId, price];
  });
  return new Map(await Promise.all(priced));
}

/** Wall milliseconds for which a list price is not asked for again. */
const priceValidity = 60_000;

function spotNow(machine: Machine, prices: readonly SpotPrice[]): number {
  const price = prices.find(({ instanceType, zone }) => instanceType === machine.instanceType && zone === machine.zone);
  if (price) return monthlyCents(price.hourly);
  throw noPrice(`${machine.instanceType} on spot in ${machine.zone}`);
}

async function onDemandPrice(client: PricingClient, instanceType: string, region: string): Promise<number> {
  const wanted = { ...linuxMachine, instanceType, regionCode: region };
  const filters = Object.entries(wanted).map(([Field, Value]) => ({ Type: 'TERM_MATCH' as const, Field, Value }));
  const answer = await client.send(new GetProductsCommand({ ServiceCode: 'AmazonEC2', Filters: filters }));
  const hourly: readonly number[] = (answer.PriceList ?? []).flatMap((offer: unknown) => hourlyPrices(String(offer)));
  const [price] = hourly.filter((dollars) => dollars > 0);
  if (price === undefined) throw noPrice(`${instanceType} on demand in ${region}`);
  return monthlyCents(price);
}

/** The fields of AWS's price list that leave one offer of a type in a region: Linux, shared, without further software. */
const linuxMachine = {
  operatingSystem: 'Linux',
  tenancy: 'Shared',
  preInstalledSw: 'NA',
  capacitystatus: 'Used',
};

const offerSchema = z.object({
  terms: z.object({
    OnDemand: z.record(
      z.string(),
      z.object({
        priceDimensions: z.record(
          z.string(),
          z.object({ unit: z.string(), pricePerUnit: z.object({ USD: z.coerce.number() }) }),
        ),
      }),
    ),
  }),
});

function hourlyPrices(offer: string): readonly number[] {
  const { terms } = offerSchema.parse(JSON.parse(offer));
  const dimensions = Object.values(terms.OnDemand).flatMap((term) => Object.values(term.priceDimensions));
  return dimensions.filter(({ unit }) => unit === 'Hrs').map(({ pricePerUnit }) => pricePerUnit.USD);
}

export function noPrice(what: string): TaskError {
  return new TaskError('no_price', `The cloud states no price for ${what}`, { retryable: false });
}
