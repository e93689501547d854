import { hourlyPrice, type InstanceType, instanceTypes } from '../../world/catalogue.ts';
import { regions } from '../regions.ts';
import type { Product } from './product.ts';
import { code, type Dimension, onDemandTerm, term } from './terms.ts';

interface Place {
  readonly regionCode: string;
  readonly location: string;
}

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

/** Every machine of AWS in every region; the price is the same in all. */
export const machines: readonly Product[] = [...regions].flatMap(([regionCode, location]) =>
  instanceTypes.filter((type) => type.cloud === 'aws').map((type) => machine(type, { regionCode, location })),
);

function machine(type: InstanceType, place: Place): Product {
  const sku = code(`${place.regionCode} ${type.name}`, 16);
  const reserved = reservedTerms.map((reservation) => reservedTerm(sku, type, reservation));
  return {
    serviceCode: 'AmazonEC2',
    family: 'Compute Instance',
    attributes: attributesOf(type, place),
    sku,
    terms: { OnDemand: onDemandTerm(sku, [hourly(type.monthlyPrice)]), Reserved: Object.assign({}, ...reserved) },
  };
}

function hourly(monthly: number): Dimension {
  const range = { from: 0, to: Number.POSITIVE_INFINITY };
  return { unit: 'Hrs', description: 'per hour', usd: hourlyPrice(monthly), range };
}

function reservedTerm(sku: string, type: InstanceType, { years, option, discount, upFront }: ReservedTerm): object {
  const monthly = type.monthlyPrice * (1 - discount);
  const fee = monthly * 12 * years * upFront;
  const upFrontFee: Dimension = { unit: 'Quantity', description: 'Upfront Fee', usd: fee.toFixed(2) };
  const dimensions = [hourly(monthly * (1 - upFront)), ...(upFront > 0 ? [upFrontFee] : [])];
  const attributes = { LeaseContractLength: `${years}yr`, OfferingClass: 'standard', PurchaseOption: option };
  return term(sku, { code: code(`${years} ${option}`, 10), attributes }, dimensions);
}

function attributesOf(type: InstanceType, place: Place): Product['attributes'] {
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
