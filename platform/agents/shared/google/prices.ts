import { z } from 'zod';
import type { CloudMachine } from '../machines.ts';
import { hoursAMonth, monthlyCents, noPrice, type SpotPrice } from '../prices.ts';
import type { Project } from './project.ts';

/** Compute Engine in Cloud Billing's catalogue. */
const computeEngine = '6F81-5844-456A';

export type UsageType = 'OnDemand' | 'Preemptible';

const skuSchema = z.object({
  description: z.string(),
  category: z.object({ usageType: z.string() }),
  serviceRegions: z.array(z.string()),
  pricingInfo: z.array(
    z.object({
      effectiveTime: z.iso.datetime({ offset: true }),
      pricingExpression: z.object({
        usageUnit: z.string(),
        tieredRates: z.array(z.object({ unitPrice: z.object({ units: z.coerce.number(), nanos: z.number() }) })),
      }),
    }),
  ),
});

const pageSchema = z.object({ skus: z.array(skuSchema), nextPageToken: z.string().default('') });

type Sku = z.infer<typeof skuSchema>;

/** What Google's machines cost in the customer's region: the price list, and the spot prices of the project. */
export class GooglePrices {
  readonly #skus: readonly Sku[];
  readonly #region: string;

  private constructor(skus: readonly Sku[], region: string) {
    this.#skus = skus;
    this.#region = region;
  }

  /** @param since where given, all prices that were in force since then; those of the moment without it */
  static async read(project: Project, since?: Date): Promise<GooglePrices> {
    const skus: Sku[] = [];
    const span = since ? { startTime: since.toISOString(), endTime: new Date().toISOString() } : {};
    let pageToken = '';
    do {
      const query = { currencyCode: 'USD', ...span, ...(pageToken === '' ? {} : { pageToken }) };
      const request = { path: `/v1/services/${computeEngine}/skus`, query };
      const page = pageSchema.parse(await project.gcp.read(project, 'cloudbilling', request));
      skus.push(...page.skus);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    return new GooglePrices(skus, project.region);
  }

  /** Every price of the type, oldest first; none where it is not sold so. */
  history(instanceType: string, usageType: UsageType): readonly SpotPrice[] {
    const sku = this.#skus.find(
      ({ description, category, serviceRegions }) =>
        category.usageType === usageType &&
        serviceRegions.includes(this.#region) &&
        description.startsWith(`${titleOf(instanceType)} running in `),
    );
    const prices = (sku?.pricingInfo ?? []).flatMap(({ effectiveTime, pricingExpression: { tieredRates } }) => {
      const [rate] = tieredRates;
      const hourly = rate && rate.unitPrice.units + rate.unitPrice.nanos / 1e9;
      return hourly === undefined ? [] : [{ instanceType, zone: this.#region, from: new Date(effectiveTime), hourly }];
    });
    return prices.toSorted((a, b) => a.from.getTime() - b.from.getTime());
  }

  /** Cents a month at present. @throws TaskError no_price */
  now(instanceType: string, usageType: UsageType): number {
    const latest = this.history(instanceType, usageType).at(-1);
    if (latest) return monthlyCents(latest.hourly);
    throw noPrice(`${instanceType} (${usageType}) in ${this.#region}`);
  }

  /** Cents a month of a machine that runs. @throws TaskError no_price */
  of({ instanceType, market }: CloudMachine): number {
    return this.now(instanceType, market === 'spot' ? 'Preemptible' : 'OnDemand');
  }
}

/** The beginning of a description: a2-highgpu-8g is "A2 highgpu-8g". */
function titleOf(instanceType: string): string {
  const [family = '', ...size] = instanceType.split('-');
  return `${family.toUpperCase()} ${size.join('-')}`;
}

/** US dollars an hour as cents a month, not rounded. */
export function centsAMonth(hourly: number): number {
  return hourly * hoursAMonth * 100;
}
