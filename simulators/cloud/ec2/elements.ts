import type { Account } from '../accounts/account.ts';
import { items, type XmlElement } from '../protocol/xml.ts';
import { type Instance, stateCodes } from './instance.ts';

/** The tags as EC2 writes them. */
export function tagSet(tags: ReadonlyMap<string, string>): XmlElement {
  return items([...tags].map(([key, value]) => ({ key, value })));
}

export function stateElement(state: Instance['state']): XmlElement {
  return { code: stateCodes[state], name: state };
}

export function zoneOf(region: string): string {
  return `${region}a`;
}

/** Instances of one launch, as RunInstances answers them and DescribeInstances lists them. */
export function reservationElement(account: Account, instances: readonly Instance[]): XmlElement {
  return {
    reservationId: instances[0]?.origin.reservationId,
    ownerId: account.id,
    groupSet: items([]),
    instancesSet: items(instances.map(instanceElement)),
  };
}

function instanceElement(instance: Instance): XmlElement {
  const { origin, stateReason } = instance;
  return {
    instanceId: instance.id,
    imageId: origin.imageId,
    instanceState: stateElement(instance.state),
    reason: stateReason ? stateReason.message : '',
    amiLaunchIndex: origin.launchIndex,
    instanceType: instance.instanceType,
    launchTime: instance.launchTime.toISOString(),
    placement: { availabilityZone: zoneOf(origin.region), tenancy: 'default' },
    monitoring: { state: 'disabled' },
    architecture: 'x86_64',
    rootDeviceType: 'ebs',
    virtualizationType: 'hvm',
    hypervisor: 'xen',
    instanceLifecycle: instance.market === 'spot' ? 'spot' : undefined,
    spotInstanceRequestId: instance.spotRequest?.id,
    clientToken: origin.clientToken,
    stateReason: stateReason && { code: stateReason.code, message: stateReason.message },
    tagSet: tagSet(instance.tags),
  };
}
