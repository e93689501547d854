import { cancelRequest, requestSpot } from '../market/spot-machines.ts';
import type { SpotRequest } from '../market/spot-request.ts';
import { AwsError } from '../protocol/errors.ts';
import { filtered, taggedFields } from '../protocol/filters.ts';
import { pageOf } from '../protocol/paging.ts';
import { items, type XmlElement } from '../protocol/xml.ts';
import { type Ec2Action, type Ec2Call, endDryRun, specifiedTags } from './call.ts';
import { tagSet, zoneOf } from './elements.ts';
import { awsType, imageOf, maxPriceOf } from './run-instances.ts';

const pageLimits = { min: 5, max: 1000 };

const fields = taggedFields<SpotRequest>({
  state: (request) => [request.state],
  'status-code': (request) => [request.status.code],
  'spot-instance-request-id': (request) => [request.id],
  'instance-id': (request) => (request.instanceId ? [request.instanceId] : []),
  'launch.instance-type': (request) => [request.order.instanceType],
});

export const requestSpotInstances: Ec2Action = ({ account, region, parameters }) => {
  const requests = account.spotOrders.once(parameters.text('ClientToken'), parameters.fingerprint(), () => {
    const specification = parameters.group('LaunchSpecification');
    const type = awsType(specification.required('InstanceType'));
    const imageId = imageOf(specification);
    const count = parameters.integer('InstanceCount', 1, 1000) ?? 1;
    parameters.oneOf('Type', ['one-time']);
    parameters.oneOf('InstanceInterruptionBehavior', ['terminate']);
    const maxPrice = maxPriceOf(parameters.text('SpotPrice'), type);
    const tags = specifiedTags(parameters, 'spot-instances-request');
    endDryRun(parameters);
    return requestSpot(account, { region, instanceType: type.name, imageId, maxPrice, tags }, count);
  });
  return { spotInstanceRequestSet: items(requests.map(requestElement)) };
};

export const describeSpotInstanceRequests: Ec2Action = (call) => {
  const ids = call.parameters.list('SpotInstanceRequestId');
  const requests = ids.length > 0 ? spotRequestsById(call, ids) : spotRequestsIn(call);
  const page = pageOf(filtered(requests, call.parameters, fields), call.parameters, pageLimits);
  return { spotInstanceRequestSet: items(page.things.map(requestElement)), nextToken: page.nextToken };
};

export const cancelSpotInstanceRequests: Ec2Action = (call) => {
  const requests = spotRequestsById(call, call.parameters.requiredList('SpotInstanceRequestId'));
  endDryRun(call.parameters);
  for (const request of requests) cancelRequest(request);
  const elements = requests.map(({ id, state }) => ({ spotInstanceRequestId: id, state }));
  return { spotInstanceRequestSet: items(elements) };
};

export function spotRequestsIn({ account, region }: Ec2Call): readonly SpotRequest[] {
  return [...account.spotRequests.values()].filter((request) => request.order.region === region);
}

/** @throws AwsError InvalidSpotInstanceRequestID.Malformed, InvalidSpotInstanceRequestID.NotFound */
export function spotRequestsById(call: Ec2Call, ids: readonly string[]): readonly SpotRequest[] {
  const known = new Map(spotRequestsIn(call).map((request) => [request.id, request]));
  return ids.map((id) => {
    if (!/^sir-[0-9a-z]{8,17}$/.test(id)) {
      throw new AwsError('InvalidSpotInstanceRequestID.Malformed', `Invalid id: "${id}"`);
    }
    const request = known.get(id);
    if (request) return request;
    const message = `The spot instance request ID '${id}' does not exist`;
    throw new AwsError('InvalidSpotInstanceRequestID.NotFound', message);
  });
}

function requestElement(request: SpotRequest): XmlElement {
  const { order, status } = request;
  return {
    spotInstanceRequestId: request.id,
    spotPrice: order.maxPrice,
    type: 'one-time',
    state: request.state,
    status: { code: status.code, updateTime: status.updatedAt.toISOString(), message: status.message },
    launchSpecification: { imageId: order.imageId, instanceType: order.instanceType, monitoring: { enabled: false } },
    instanceId: request.instanceId,
    createTime: request.createdAt.toISOString(),
    productDescription: 'Linux/UNIX',
    launchedAvailabilityZone: request.instanceId && zoneOf(order.region),
    instanceInterruptionBehavior: 'terminate',
    tagSet: tagSet(request.tags),
  };
}
