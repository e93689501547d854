import { publicationDate } from './terms.ts';

/** One entry of the price list, as AWS's bulk price list has it. */
export interface Product {
  readonly serviceCode: 'AmazonEC2' | 'AWSDataTransfer';
  readonly family: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly sku: string;
  readonly terms: { readonly OnDemand: object; readonly Reserved?: object };
}

/** The product as the Pricing service answers it: one string of JSON. */
export function priceListEntry({ serviceCode, family, attributes, sku, terms }: Product): string {
  return JSON.stringify({
    product: { productFamily: family, attributes, sku },
    serviceCode,
    terms,
    version: '20250101000000',
    publicationDate,
  });
}
