import { GetProductsCommand } from '@aws-sdk/client-pricing';
import { z } from 'zod';
import type { Aws } from '../../shared/aws.ts';
import type { CloudMachine } from './machines.ts';
import { noPrice } from './prices.ts';

/** A price for the gigabytes (2^30 bytes) of a month that lie between two amounts. */
export interface Tier {
  readonly from: number;
  readonly to: number;
  /** US dollars a gigabyte. */
  readonly dollars: number;
}

/** What a month's transfer costs, in cents: each gigabyte at the price of the tier in which it lies. */
export function transferCents(gigabytes: number, tiers: readonly Tier[]): number {
  const dollars = tiers.reduce((sum, { from, to, dollars: price }) => {
    return sum + Math.max(0, Math.min(gigabytes, to) - from) * price;
  }, 0);
  return Math.round(dollars * 100);
}

/** What AWS asks for data that leaves a region for the internet, the cheapest tier last. @throws TaskError no_price */
export async function transferOutOf(aws: Aws, region: string): Promise<readonly Tier[]> {
  const client = aws.pricing();
  try {
    const wanted = { fromRegionCode: region, transferType: 'AWS Outbound', toLocation: 'External' };
    const Filters = Object.entries(wanted).map(([Field, Value]) => ({ Type: 'TERM_MATCH' as const, Field, Value }));
    const { PriceList = [] } = await client.send(new GetProductsCommand({ ServiceCode: 'AWSDataTransfer', Filters }));
    const tiers: readonly Tier[] = PriceList.flatMap((product: unknown) => tiersOf(String(product)));
    if (tiers.length === 0) throw noPrice(`data that leaves ${region}`);
    return tiers.toSorted((a, b) => a.from - b.from);
  } finally {
    client.destroy();
  }
}

/** Tags of a machine that works on another cloud's data: how much of it comes in a month, and from which region of AWS. */
export const transferTags = { gigabytes: 'optiinfra-transfer-gb', from: 'optiinfra-transfer-from' } as const;

/** What the data of machines costs that work for another cloud's storage, cents a month. */
export async function transferSpend(aws: Aws, machines: readonly CloudMachine[]): Promise<number> {
  const volumes = new Map<string, number>();
  for (const { tags } of machines) {
    const [from, gigabytes] = [tags.get(transferTags.from), Number(tags.get(transferTags.gigabytes) ?? 0)];
    if (from) volumes.set(from, (volumes.get(from) ?? 0) + gigabytes);
  }
  const costs = [...volumes].map(async ([region, gigabytes]) =>
    transferCents(gigabytes, await transferOutOf(aws, region)),
  );
  return (await Promise.all(costs)).reduce((sum, cents) => sum + cents, 0);
}

const productSchema = z.object({
  terms: z.object({
    OnDemand: z.record(
      z.string(),
      z.object({
        priceDimensions: z.record(
          z.string(),
          z.object({
            beginRange: z.coerce.number(),
            endRange: z.union([z.literal('Inf').transform(() => Number.POSITIVE_INFINITY), z.coerce.number()]),
            pricePerUnit: z.object({ USD: z.coerce.number() }),
          }),
        ),
      }),
    ),
  }),
});

function tiersOf(product: string): readonly Tier[] {
  const { terms } = productSchema.parse(JSON.parse(product));
  return Object.values(terms.OnDemand).flatMap(({ priceDimensions }) =>
    Object.values(priceDimensions).map(({ beginRange, endRange, pricePerUnit }) => ({
      from: beginRange,
      to: endRange,
      dollars: pricePerUnit.USD,
    })),
  );
}
