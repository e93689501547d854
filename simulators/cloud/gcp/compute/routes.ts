import type { Projects } from '../projects/projects.ts';
import type { GoogleCall, Route } from '../protocol/api.ts';
import { type ComputeCall, computeCall } from './call.ts';
import { aggregateMachineTypes, getMachineType, listMachineTypes, listZones } from './catalogue.ts';
import { insertInstance } from './insert-instance.ts';
import {
  aggregateInstances,
  deleteInstance,
  getInstance,
  listInstances,
  setLabels,
  startInstance,
  stopInstance,
} from './instances.ts';
import { getOperation, listOperations, waitForOperation } from './operations.ts';

type ComputeAction = (call: ComputeCall) => object | Promise<object>;

const zonal = '/projects/:project/zones/:zone';

const actions: readonly (readonly [Route['method'], url: string, ComputeAction])[] = [
  ['GET', '/projects/:project/zones', listZones],
  ['GET', '/projects/:project/aggregated/instances', aggregateInstances],
  ['GET', '/projects/:project/aggregated/machineTypes', aggregateMachineTypes],
  ['GET', `${zonal}/instances`, listInstances],
  ['POST', `${zonal}/instances`, insertInstance],
  ['GET', `${zonal}/instances/:instance`, getInstance],
  ['DELETE', `${zonal}/instances/:instance`, deleteInstance],
  ['POST', `${zonal}/instances/:instance/stop`, stopInstance],
  ['POST', `${zonal}/instances/:instance/start`, startInstance],
  ['POST', `${zonal}/instances/:instance/setLabels`, setLabels],
  ['GET', `${zonal}/machineTypes`, listMachineTypes],
  ['GET', `${zonal}/machineTypes/:machineType`, getMachineType],
  ['GET', `${zonal}/operations`, listOperations],
  ['GET', `${zonal}/operations/:operation`, getOperation],
  ['POST', `${zonal}/operations/:operation/wait`, waitForOperation],
];

/** Compute Engine, version 1. */
export function computeRoutes(projects: Projects): readonly Route[] {
  return actions.map(([method, url, act]) => {
    return { method, url, act: (call: GoogleCall) => act(computeCall(projects, call)) };
  });
}
