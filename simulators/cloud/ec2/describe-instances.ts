import { grouped } from '../grouped.ts';
import { AwsError } from '../protocol/errors.ts';
import { filtered, taggedFields } from '../protocol/filters.ts';
import { pageOf } from '../protocol/paging.ts';
import type { Parameters } from '../protocol/parameters.ts';
import { items } from '../protocol/xml.ts';
import { type Ec2Action, type Ec2Call, instancesById, instancesIn } from './call.ts';
import { reservationElement, stateElement, zoneOf } from './elements.ts';
import { type Instance, stateCodes } from './instance.ts';

const pageLimits = { min: 5, max: 1000 };

const fields = taggedFields<Instance>({
  'instance-state-name': (instance) => [instance.state],
  'instance-state-code': (instance) => [String(stateCodes[instance.state])],
  'instance-id': (instance) => [instance.id],
  'instance-type': (instance) => [instance.instanceType],
  'instance-lifecycle': (instance) => (instance.market === 'spot' ? ['spot'] : []),
  'availability-zone': (instance) => [zoneOf(instance.origin.region)],
  'reservation-id': (instance) => [instance.origin.reservationId],
  'client-token': (instance) => (instance.origin.clientToken ? [instance.origin.clientToken] : []),
  'spot-instance-request-id': (instance) => (instance.spotRequest ? [instance.spotRequest.id] : []),
});

export const describeInstances: Ec2Action = (call) => {
  const page = pageOf(filtered(asked(call), call.parameters, fields), call.parameters, pageLimits);
  const reservations = grouped(page.things, (instance) => instance.origin.reservationId);
  return {
    reservationSet: items([...reservations.values()].map((group) => reservationElement(call.account, group))),
    nextToken: page.nextToken,
  };
};

export const describeInstanceStatus: Ec2Action = (call) => {
  const all = call.parameters.flag('IncludeAllInstances');
  const shown = asked(call).filter((instance) => all || instance.state === 'running');
  const page = pageOf(filtered(shown, call.parameters, fields), call.parameters, pageLimits);
  return { instanceStatusSet: items(page.things.map(statusElement)), nextToken: page.nextToken };
};

function asked(call: Ec2Call): readonly Instance[] {
  const ids = call.parameters.list('InstanceId');
  if (ids.length === 0) return instancesIn(call);
  refusePaging(call.parameters);
  return instancesById(call, ids);
}

function refusePaging(parameters: Parameters): void {
  if (parameters.text('MaxResults') === undefined) return;
  const message = 'The parameter instancesSet cannot be used with the parameter maxResults';
  throw new AwsError('InvalidParameterCombination', message);
}

function statusElement(instance: Instance) {
  const status = instance.state === 'running' ? 'ok' : 'not-applicable';
  const checked = { status, details: items(status === 'ok' ? [{ name: 'reachability', status: 'passed' }] : []) };
  return {
    instanceId: instance.id,
    availabilityZone: zoneOf(instance.origin.region),
    instanceState: stateElement(instance.state),
    systemStatus: checked,
    instanceStatus: checked,
  };
}
