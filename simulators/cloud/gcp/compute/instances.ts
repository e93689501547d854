import { z } from 'zod';
import { zones } from '../places.ts';
import { read } from '../protocol/api.ts';
import { GoogleError } from '../protocol/errors.ts';
import { type ComputeCall, instanceIn, instancesIn, listed, zoneIn } from './call.ts';
import { fingerprintOf, instanceElement, operationElement } from './elements.ts';
import { labels } from './insert-instance.ts';
import type { GceInstance } from './instance.ts';
import { done, remove, start, stop } from './lifecycle.ts';
import type { Operation } from './operation.ts';
import { once } from './requests.ts';

export function getInstance(call: ComputeCall): object {
  return instanceElement(call.project, instanceIn(call));
}

export function listInstances(call: ComputeCall): object {
  return { kind: 'compute#instanceList', ...listed(call, shown(call, zoneIn(call))) };
}

/** All zones; one without instances says so. */
export function aggregateInstances(call: ComputeCall): object {
  const { items, nextPageToken } = listed(
    call,
    zones.flatMap((zone) => shown(call, zone)),
  );
  const scopes = zones.map((zone) => {
    const instances = items.filter((instance) => instance.zone.endsWith(`/${zone}`));
    return [`zones/${zone}`, instances.length > 0 ? { instances } : { warning: nothingIn(zone) }];
  });
  return { kind: 'compute#instanceAggregatedList', items: Object.fromEntries(scopes), nextPageToken };
}

export const deleteInstance = (call: ComputeCall) => change(call, remove);
export const stopInstance = (call: ComputeCall) => change(call, stop);
export const startInstance = (call: ComputeCall) => change(call, start);

const newLabels = z.looseObject({ labels: labels.default({}), labelFingerprint: z.string().optional() });

/** Replaces all labels, if the caller knows those that are there. */
export function setLabels(call: ComputeCall): object {
  const { labels: given, labelFingerprint } = read(newLabels, call.body);
  return change(call, (project, instance, user) => {
    if (labelFingerprint !== fingerprintOf(instance.tags)) {
      const message = 'Labels fingerprint either invalid or resource labels have changed';
      throw new GoogleError(412, 'conditionNotMet', message);
    }
    instance.tags.clear();
    for (const [key, value] of Object.entries(given)) instance.tags.set(key, value);
    return done(project, instance, { type: 'setLabels', user });
  });
}

function change(
  call: ComputeCall,
  act: (project: ComputeCall['project'], instance: GceInstance, user: string) => Operation,
): object {
  const operation = once(call, () => act(call.project, instanceIn(call), call.user));
  return operationElement(call.project, operation);
}

function shown(call: ComputeCall, zone: string) {
  return instancesIn(call, zone).map((instance) => instanceElement(call.project, instance));
}

function nothingIn(zone: string): object {
  const message = `There are no results for scope 'zones/${zone}' on this page.`;
  return { code: 'NO_RESULTS_ON_PAGE', message, data: [{ key: 'scope', value: `zones/${zone}` }] };
}
