import { type InstanceType, instanceTypes } from '../../../world/catalogue.ts';
import { zones } from '../places.ts';
import { notFound } from '../protocol/errors.ts';
import { type ComputeCall, listed, zoneIn } from './call.ts';
import { machineTypeElement, zoneElement } from './elements.ts';

const googleTypes: readonly InstanceType[] = instanceTypes.filter(({ cloud }) => cloud === 'gcp');

export function listZones(call: ComputeCall): object {
  const elements = zones.map((zone) => zoneElement(call.project, zone));
  return { kind: 'compute#zoneList', ...listed(call, elements) };
}

export function getMachineType(call: ComputeCall): object {
  const zone = zoneIn(call);
  const { machineType: name = '' } = call.parameters;
  const type = googleTypes.find((each) => each.name === name);
  if (!type) throw notFound(`projects/${call.project.id}/zones/${zone}/machineTypes/${name}`);
  return machineTypeElement(call.project, zone, type);
}

/** Every zone has all types. */
export function listMachineTypes(call: ComputeCall): object {
  return { kind: 'compute#machineTypeList', ...listed(call, typesIn(call, zoneIn(call))) };
}

export function aggregateMachineTypes(call: ComputeCall): object {
  const all = zones.flatMap((zone) => typesIn(call, zone));
  const { items, nextPageToken } = listed(call, all);
  const scopes = zones.map((zone) => {
    return [`zones/${zone}`, { machineTypes: items.filter((type) => type.zone === zone) }];
  });
  return { kind: 'compute#machineTypeAggregatedList', items: Object.fromEntries(scopes), nextPageToken };
}

function typesIn({ project }: ComputeCall, zone: string) {
  return googleTypes.map((type) => machineTypeElement(project, zone, type));
}
