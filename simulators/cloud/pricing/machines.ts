import { hourlyPrice, type InstanceType, instanceTypes } from '../../world/catalogue.ts';
import { regions } from '../regions.ts';
import { type ReservedTerm, reservedPrice, reservedTerms } from '../reserved/terms.ts';
import type { Product } from './product.ts';
import { code, type Dimension, onDemandTerm, term } from './terms.ts';

interface Place {
  readonly regionCode: string;
  readonly location: string;
}

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

function reservedTerm(sku: string, type: InstanceType, reserved: ReservedTerm): object {
  const { years, option } = reserved;
  const { upFront, monthly } = reservedPrice(type, reserved);
  const upFrontFee: Dimension = { unit: 'Quantity', description: 'Upfront Fee', usd: upFront.toFixed(2) };
  const dimensions = [hourly(monthly), ...(upFront > 0 ? [upFrontFee] : [])];
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
