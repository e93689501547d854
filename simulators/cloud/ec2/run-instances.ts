import { hourlyPrice, type InstanceType, instanceType } from '../../world/catalogue.ts';
import { launchSpot } from '../market/spot-machines.ts';
import { AwsError, invalidParameter } from '../protocol/errors.ts';
import type { Parameters } from '../protocol/parameters.ts';
import { type Ec2Action, endDryRun, specifiedTags } from './call.ts';
import { reservationElement } from './elements.ts';
import { launch } from './lifecycle.ts';

const mostAtOnce = 1000;

export const runInstances: Ec2Action = ({ account, region, parameters }) => {
  const clientToken = parameters.text('ClientToken');
  const instances = account.launches.once(clientToken, parameters.fingerprint(), () => {
    const { type, min, max, imageId } = sizeOf(parameters);
    const tags = specifiedTags(parameters, 'instance');
    const order = { region, instanceType: type.name, imageId, clientToken, tags, count: max };
    const maxPrice = spotMaxPrice(parameters.group('InstanceMarketOptions'), type);
    endDryRun(parameters);
    if (maxPrice === undefined) return launch(account, { ...order, market: 'on_demand' });
    return launchSpot(account, { ...order, market: 'spot', maxPrice }, min);
  });
  return reservationElement(account, instances);
};

/** @throws AwsError InvalidParameterValue for a type that AWS does not have */
export function awsType(name: string): InstanceType {
  const type = instanceType(name);
  if (type?.cloud === 'aws') return type;
  throw new AwsError('InvalidParameterValue', `Invalid value '${name}' for InstanceType.`);
}

/** @throws AwsError InvalidAMIID.Malformed; any image of the right spelling exists */
export function imageOf(parameters: Parameters): string {
  const imageId = parameters.required('ImageId');
  if (!/^ami-[0-9a-f]{8,17}$/.test(imageId)) {
    throw new AwsError('InvalidAMIID.Malformed', `Invalid id: "${imageId}" (expecting "ami-...")`);
  }
  return imageId;
}

/** The price in US dollars an hour up to which a spot machine may cost; the on-demand price unless said otherwise. */
export function maxPriceOf(price: string | undefined, type: InstanceType): string {
  if (price === undefined) return hourlyPrice(type.monthlyPrice);
  if (!(Number(price) > 0)) throw invalidParameter('MaxPrice', price, 'a price above 0 in US dollars an hour');
  return price;
}

function sizeOf(parameters: Parameters) {
  const imageId = imageOf(parameters);
  parameters.required('MinCount');
  parameters.required('MaxCount');
  const type = awsType(parameters.text('InstanceType') ?? 'm5.large');
  const max = parameters.integer('MaxCount', 1, mostAtOnce) ?? 1;
  const min = parameters.integer('MinCount', 1, max) ?? 1;
  return { type, min, max, imageId };
}

function spotMaxPrice(options: Parameters, type: InstanceType): string | undefined {
  if (options.oneOf('MarketType', ['spot']) === undefined) return undefined;
  const spot = options.group('SpotOptions');
  spot.oneOf('SpotInstanceType', ['one-time']);
  spot.oneOf('InstanceInterruptionBehavior', ['terminate']);
  return maxPriceOf(spot.text('MaxPrice'), type);
}
