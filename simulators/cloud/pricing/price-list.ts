import { createHash } from 'node:crypto';
import { hourlyPrice, type InstanceType, instanceTypes } from '../../world/catalogue.ts';
import { regions } from '../regions.ts';

/** One entry of the price list: a type of machine in a region, as AWS's bulk price list has it. */
export interface Product {
  readonly attributes: Readonly<Record<string, string>>;
  readonly sku: string;
  readonly type: InstanceType;
}

/** Every machine of AWS in every region; the price is the same in all. */
export const products: readonly Product[] = [...regions].flatMap(([regionCode, location]) =>
  instanceTypes
    .filter((type) => type.cloud === 'aws')
    .map((type) => {
      const attributes = attributesOf(type, { regionCode, location });
      return { attributes, sku: code(`${regionCode} ${type.name}`, 16), type };
    }),
);

/** The terms of a reservation: the share of the on-demand price that it takes off, and the share of it paid up front. */
interface ReservedTerm {
  readonly years: 1 | 3;
  readonly option: 'No Upfront' | 'Partial Upfront' | 'All Upfront';
  readonly discount: number;
  readonly upFront: number;
}

const reservedTerms: readonly ReservedTerm[] = [
  { years: 1, option: 'No Upfront', discount: 0.3, upFront: 0 },
  { years: 1, option: 'Partial Upfront', discount: 0.35, upFront: 0.5 },
  { years: 1, option: 'All Upfront', discount: 0.4, upFront: 1 },
  { years: 3, option: 'No Upfront', discount: 0.5, upFront: 0 },
  { years: 3, option: 'Partial Upfront', discount: 0.55, upFront: 0.5 },
  { years: 3, option: 'All Upfront', discount: 0.6, upFront: 1 },
];

const publicationDate = '2025-01-01T00:00:00Z';

/** The product as the Pricing service answers it: one string of JSON. */
export function priceListEntry({ attributes, sku, type }: Product): string {
  const onDemand = term(sku, 'JRTCKXETXF', [hourlyDimension(type.monthlyPrice)], {});
  const reserved = reservedTerms.map((reservation) => reservedTerm(sku, type, reservation));
  return JSON.stringify({
    product: { productFamily: 'Compute Instance', attributes, sku },
    serviceCode: 'AmazonEC2',
    terms: { OnDemand: onDemand, Reserved: Object.assign({}, ...reserved) },
    version: '20250101000000',
    publicationDate,
  });
}

interface Dimension {
  readonly unit: 'Hrs' | 'Quantity';
  readonly description: string;
  readonly usd: string;
}

function hourlyDimension(monthly: number): Dimension {
  return { unit: 'Hrs', description: 'per hour', usd: hourlyPrice(monthly) };
}

function reservedTerm(sku: string, type: InstanceType, { years, option, discount, upFront }: ReservedTerm): object {
  const monthly = type.monthlyPrice * (1 - discount);
  const fee = monthly * 12 * years * upFront;
  const upFrontFee: Dimension = { unit: 'Quantity', description: 'Upfront Fee', usd: fee.toFixed(2) };
  const dimensions = [hourlyDimension(monthly * (1 - upFront)), ...(upFront > 0 ? [upFrontFee] : [])];
  const lease = { LeaseContractLength: `${years}yr`, OfferingClass: 'standard', PurchaseOption: option };
  return term(sku, code(`${years} ${option}`, 10), dimensions, lease);
}

function term(sku: string, offerTermCode: string, dimensions: readonly Dimension[], termAttributes: object): object {
  const key = `${sku}.${offerTermCode}`;
  const priceDimensions = dimensions.map(({ unit, description, usd }) => {
    const rateCode = `${key}.${code(unit, 10)}`;
    const range = unit === 'Hrs' ? { beginRange: '0', endRange: 'Inf' } : {};
    return [rateCode, { unit, ...range, description, appliesTo: [], rateCode, pricePerUnit: { USD: usd } }];
  });
  const effective = { sku, effectiveDate: publicationDate, offerTermCode, termAttributes };
  return { [key]: { priceDimensions: Object.fromEntries(priceDimensions), ...effective } };
}

function attributesOf(
  type: InstanceType,
  place: { readonly regionCode: string; readonly location: string },
): Readonly<Record<string, string>> {
  return {
    ...place,
    servicecode: 'AmazonEC2',
    servicename: 'Amazon Elastic Compute Cloud',
    locationType: 'AWS Region',
    instanceType: type.name,
    instanceFamily: type.gpu ? 'GPU instance' : 'General purpose',
    currentGeneration: 'Yes',
    vcpu: String(type.vcpu),
    memory: `${type.hostMemoryGib} GiB`,
    ...(type.gpu ? { gpu: String(type.gpuCount), gpuMemory: `${type.gpuCount * type.gpuMemoryGb} GB` } : {}),
    operatingSystem: 'Linux',
    tenancy: 'Shared',
    preInstalledSw: 'NA',
    licenseModel: 'No License required',
    capacitystatus: 'Used',
    marketoption: 'OnDemand',
    operation: 'RunInstances',
    usagetype: `BoxUsage:${type.name}`,
  };
}

/** Capitals and digits that stand for a text, the same each time. */
function code(text: string, length: number): string {
  return BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
    .toString(36)
    .toUpperCase()
    .slice(0, length);
}
