import { createHash } from 'node:crypto';
import { type Gpu, type InstanceType, instanceType } from '../../../world/catalogue.ts';
import { regionOf } from '../places.ts';
import type { Project } from '../projects/project.ts';
import type { GceInstance } from './instance.ts';
import { links } from './links.ts';
import { numberOf } from './numbers.ts';
import type { Operation } from './operation.ts';

/** Google's names of the GPUs that it has. */
const accelerators: Readonly<Partial<Record<Gpu, string>>> = {
  'A100-40': 'nvidia-tesla-a100',
  'A100-80': 'nvidia-a100-80gb',
  H100: 'nvidia-h100-80gb',
  L4: 'nvidia-l4',
};

/** When Google's zones and types came into being, as far as anybody asks here. */
const longAgo = '2024-01-01T00:00:00.000Z';

export function instanceElement(project: Project, instance: GceInstance) {
  const { zone } = instance;
  return {
    kind: 'compute#instance',
    id: instance.id,
    name: instance.name,
    creationTimestamp: instance.createdAt.toISOString(),
    lastStartTimestamp: instance.launchTime.toISOString(),
    ...(instance.stoppedAt ? { lastStopTimestamp: instance.stoppedAt.toISOString() } : {}),
    status: instance.status,
    machineType: links.machineType(project.id, zone, instance.instanceType),
    zone: links.zone(project.id, zone),
    selfLink: links.instance(project.id, zone, instance.name),
    labels: Object.fromEntries(instance.tags),
    labelFingerprint: fingerprintOf(instance.tags),
    scheduling: schedulingOf(instance),
    disks: [],
    networkInterfaces: [],
    ...guestAccelerators(project, instance),
  };
}

export function operationElement(project: Project, operation: Operation) {
  const { order, endedAt, error } = operation;
  return {
    kind: 'compute#operation',
    id: operation.id,
    name: operation.name,
    operationType: order.type,
    zone: links.zone(project.id, order.zone),
    targetLink: order.target.link,
    targetId: order.target.id,
    user: order.user,
    status: endedAt ? 'DONE' : 'RUNNING',
    progress: endedAt ? 100 : 0,
    insertTime: operation.insertedAt.toISOString(),
    startTime: operation.insertedAt.toISOString(),
    ...(endedAt ? { endTime: endedAt.toISOString() } : {}),
    ...(error ? { error: { errors: [error] }, httpErrorStatusCode: 503, httpErrorMessage: 'SERVICE UNAVAILABLE' } : {}),
    selfLink: links.operation(project.id, order.zone, operation.name),
  };
}

export function machineTypeElement(project: Project, zone: string, type: InstanceType) {
  const accelerator = acceleratorOf(type.name);
  return {
    kind: 'compute#machineType',
    id: numberOf(type.name),
    name: type.name,
    creationTimestamp: longAgo,
    description: `${type.vcpu} vCPUs, ${type.hostMemoryGib} GB RAM`,
    guestCpus: type.vcpu,
    memoryMb: type.hostMemoryGib * 1024,
    isSharedCpu: false,
    architecture: 'X86_64',
    zone,
    ...(accelerator
      ? { accelerators: [{ guestAcceleratorType: accelerator.name, guestAcceleratorCount: accelerator.count }] }
      : {}),
    selfLink: links.machineType(project.id, zone, type.name),
  };
}

export function zoneElement(project: Project, zone: string) {
  return {
    kind: 'compute#zone',
    id: numberOf(zone),
    name: zone,
    description: zone,
    creationTimestamp: longAgo,
    status: 'UP',
    region: links.region(project.id, regionOf(zone)),
    selfLink: links.zone(project.id, zone),
  };
}

/** Changes with the labels; whoever changes them shows that he knows them. */
export function fingerprintOf(labels: ReadonlyMap<string, string>): string {
  const text = JSON.stringify([...labels].sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(text).digest('base64url').slice(0, 11);
}

function schedulingOf({ market, terminationAction, instanceType: name }: GceInstance) {
  if (market === 'spot') {
    const spot = { provisioningModel: 'SPOT', preemptible: true, instanceTerminationAction: terminationAction };
    return { ...spot, automaticRestart: false, onHostMaintenance: 'TERMINATE' };
  }
  const onHostMaintenance = acceleratorOf(name) ? 'TERMINATE' : 'MIGRATE';
  return { provisioningModel: 'STANDARD', preemptible: false, automaticRestart: true, onHostMaintenance };
}

function guestAccelerators(project: Project, { instanceType: name, zone }: GceInstance): object {
  const accelerator = acceleratorOf(name);
  if (!accelerator) return {};
  const acceleratorType = links.accelerator(project.id, zone, accelerator.name);
  return { guestAccelerators: [{ acceleratorType, acceleratorCount: accelerator.count }] };
}

function acceleratorOf(name: string) {
  const type = instanceType(name);
  const accelerator = type?.gpu && accelerators[type.gpu];
  return type && accelerator ? { name: accelerator, count: type.gpuCount } : undefined;
}
