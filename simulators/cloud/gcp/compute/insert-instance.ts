import { z } from 'zod';
import { type InstanceType, instanceType } from '../../../world/catalogue.ts';
import { read } from '../protocol/api.ts';
import { GoogleError, invalid } from '../protocol/errors.ts';
import { type ComputeCall, instancesIn, zoneIn } from './call.ts';
import { operationElement } from './elements.ts';
import type { InstanceOrder } from './instance.ts';
import { insert } from './lifecycle.ts';
import { nameIn } from './links.ts';
import { once } from './requests.ts';

/** As RFC 1035 has host names. */
export const instanceName = z
  .string()
  .regex(
    /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
    'must be small letters, digits and -, at most 63, beginning with a letter',
  );

const label = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

/** Labels of an instance. */
export const labels = z.record(
  z.string().regex(/^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u, 'must be small letters, digits, - and _'),
  z.string().regex(label, 'must be small letters, digits, - and _, at most 63'),
);

const newInstance = z.looseObject({
  name: instanceName,
  machineType: z.string().min(1),
  labels: labels.default({}),
  scheduling: z
    .looseObject({
      provisioningModel: z.enum(['STANDARD', 'SPOT']).optional(),
      preemptible: z.boolean().default(false),
      instanceTerminationAction: z.enum(['STOP', 'DELETE']).optional(),
    })
    .default({ preemptible: false }),
});

/** Disks and networks are taken as given: there are none here. */
export function insertInstance(call: ComputeCall): object {
  const zone = zoneIn(call);
  const operation = once(call, () => {
    const order = orderOf(zone, read(newInstance, call.body, 'resource'));
    if (instancesIn(call, zone).some(({ name }) => name === order.name)) throw taken(call, order);
    return insert(call.project, order, call.user);
  });
  return operationElement(call.project, operation);
}

function orderOf(zone: string, wish: z.output<typeof newInstance>): InstanceOrder {
  const { scheduling } = wish;
  const isSpot = scheduling.provisioningModel === 'SPOT' || scheduling.preemptible;
  if (scheduling.instanceTerminationAction && !isSpot) {
    throw invalid(
      "Invalid value for field 'resource.scheduling.instanceTerminationAction': only for provisioningModel SPOT.",
    );
  }
  return {
    zone,
    name: wish.name,
    instanceType: googleType(nameIn(wish.machineType)).name,
    market: isSpot ? 'spot' : 'on_demand',
    terminationAction: scheduling.instanceTerminationAction ?? 'STOP',
    tags: new Map(Object.entries(wish.labels)),
  };
}

/** @throws GoogleError for a type that Google does not have */
function googleType(name: string): InstanceType {
  const type = instanceType(name);
  if (type?.cloud === 'gcp') return type;
  const reason = 'The referenced machineType resource cannot be found.';
  throw invalid(`Invalid value for field 'resource.machineType': '${name}'. ${reason}`);
}

function taken({ project }: ComputeCall, { zone, name }: InstanceOrder): GoogleError {
  const resource = `projects/${project.id}/zones/${zone}/instances/${name}`;
  return new GoogleError(409, 'alreadyExists', `The resource '${resource}' already exists`);
}
