import { regions } from '../regions.ts';
import type { Product } from './product.ts';
import { code, type Dimension, onDemandTerm } from './terms.ts';

/** AWS's terabyte of transfer, in its gigabytes. */
const terabyte = 1024;

/** A price up to so many gigabytes of a month, US dollars a gigabyte (AWS EC2 price list, data transfer out to the internet). */
const tiers: readonly { readonly to: number; readonly usd: number; readonly name: string }[] = [
  { to: 10 * terabyte, usd: 0.09, name: 'first 10 TB' },
  { to: 50 * terabyte, usd: 0.085, name: 'next 40 TB' },
  { to: 150 * terabyte, usd: 0.07, name: 'next 100 TB' },
  { to: Number.POSITIVE_INFINITY, usd: 0.05, name: 'greater than 150 TB' },
];

/** What leaves AWS for the internet, from every region at the same price. */
export const transfers: readonly Product[] = [...regions].map(([fromRegionCode, fromLocation]) => {
  const sku = code(`${fromRegionCode} out`, 16);
  return {
    serviceCode: 'AWSDataTransfer',
    family: 'Data Transfer',
    attributes: {
      servicecode: 'AWSDataTransfer',
      servicename: 'AWS Data Transfer',
      transferType: 'AWS Outbound',
      fromLocation,
      fromLocationType: 'AWS Region',
      fromRegionCode,
      toLocation: 'External',
      toLocationType: 'Other',
      operation: '',
      usagetype: 'DataTransfer-Out-Bytes',
    },
    sku,
    terms: { OnDemand: onDemandTerm(sku, tiers.map(dimensionOf)) },
  };
});

function dimensionOf({ to, usd, name }: (typeof tiers)[number], index: number): Dimension {
  return {
    unit: 'GB',
    description: `$${usd.toFixed(3)} per GB - ${name} / month data transfer out`,
    usd: usd.toFixed(10),
    range: { from: tiers[index - 1]?.to ?? 0, to },
  };
}
