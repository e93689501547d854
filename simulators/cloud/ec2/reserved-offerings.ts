import { filtered } from '../protocol/filters.ts';
import { pageOf } from '../protocol/paging.ts';
import type { Parameters } from '../protocol/parameters.ts';
import { items, type XmlElement } from '../protocol/xml.ts';
import { type Offering, offeringsIn } from '../reserved/offerings.ts';
import type { Ec2Action } from './call.ts';
import { awsType } from './run-instances.ts';

export const product = 'Linux/UNIX';
export const paymentOptions = ['No Upfront', 'Partial Upfront', 'All Upfront'] as const;

export const describeReservedInstancesOfferings: Ec2Action = ({ region, parameters }) => {
  const ids = parameters.list('ReservedInstancesOfferingId');
  const fitting = offeringsIn(region).filter(asked(parameters));
  const named = ids.length > 0 ? fitting.filter(({ id }) => ids.includes(id)) : fitting;
  const page = pageOf(filtered(named, parameters, fieldOf), parameters, { min: 1, max: 100 });
  return { reservedInstancesOfferingsSet: items(page.things.map(offeringElement)), nextToken: page.nextToken };
};

/** What offerings and reservations say alike. */
export function termsElement(offering: Offering): XmlElement {
  const { hourly } = offering;
  return {
    instanceType: offering.instanceType,
    duration: offering.duration,
    fixedPrice: offering.fixedPrice,
    usagePrice: '0.0',
    productDescription: product,
    instanceTenancy: 'default',
    currencyCode: 'USD',
    offeringClass: 'standard',
    offeringType: offering.option,
    scope: 'Region',
    recurringCharges: items(hourly === undefined ? [] : [{ frequency: 'Hourly', amount: hourly }]),
  };
}

/** The fields of {@link termsElement} that one may filter by. */
export const termFields: Readonly<Record<string, (offering: Offering) => readonly string[]>> = {
  'instance-type': ({ instanceType }) => [instanceType],
  duration: ({ duration }) => [String(duration)],
  'fixed-price': ({ fixedPrice }) => [fixedPrice],
  'usage-price': () => ['0.0'],
  'product-description': () => [product],
  scope: () => ['Region'],
};

/** Only standard offerings of AWS itself for machines on shared hardware, anywhere in the region, are on sale. */
function asked(parameters: Parameters): (offering: Offering) => boolean {
  const name = parameters.text('InstanceType');
  const type = name === undefined ? undefined : awsType(name).name;
  const option = parameters.oneOf('OfferingType', paymentOptions);
  const least = parameters.integer('MinDuration', 0, 94_608_000) ?? 0;
  const most = parameters.integer('MaxDuration', 0, 94_608_000) ?? 94_608_000;
  const isSold =
    (parameters.oneOf('OfferingClass', ['standard', 'convertible']) ?? 'standard') === 'standard' &&
    (parameters.oneOf('InstanceTenancy', ['default', 'dedicated']) ?? 'default') === 'default' &&
    (parameters.text('ProductDescription') ?? product) === product &&
    parameters.text('AvailabilityZone') === undefined;
  return ({ instanceType, option: offered, duration }) =>
    isSold &&
    (type === undefined || instanceType === type) &&
    (option === undefined || offered === option) &&
    duration >= least &&
    duration <= most;
}

function fieldOf(name: string): ((offering: Offering) => readonly string[]) | undefined {
  const fields: typeof termFields = {
    ...termFields,
    'reserved-instances-offering-id': ({ id }) => [id],
    marketplace: () => ['false'],
  };
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function offeringElement(offering: Offering): XmlElement {
  return {
    reservedInstancesOfferingId: offering.id,
    ...termsElement(offering),
    marketplace: false,
    pricingDetailsSet: items([]),
  };
}
