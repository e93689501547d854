import { createHash } from 'node:crypto';
import type { compute_v1 } from '@googleapis/compute';
import type { components } from '../../../../contracts/generated/openapi.ts';
import { noCapacity, OperationError } from '../../shared/google/errors.ts';
import { machinesInProject } from '../../shared/google/machines.ts';
import { awaitOperation } from '../../shared/google/operation.ts';
import type { Project } from '../../shared/google/project.ts';
import type { CloudMachine } from '../../shared/machines.ts';
import { TaskError } from '../../shared/task.ts';
import { transferTags } from '../../shared/transfer.ts';
import type { Replacement } from '../launch-replacement.ts';
import { optimizationLabel } from './labels.ts';
import { terminateInProject } from './terminate.ts';

type Placement = components['schemas']['Placement'];

export interface PlacementOrder {
  readonly optimizationId: string;
  readonly placement: Placement;
  /** The machines whose work is to move. */
  readonly originals: readonly CloudMachine[];
}

/**
 * Starts a machine for each of the machines and waits until all run. All or nothing: where one cannot be had, those
 * already started are ended again. The same order sent twice starts no second machine.
 * @throws TaskError no_spot_capacity, no_capacity
 */
export async function createPlaced(project: Project, order: PlacementOrder): Promise<readonly Replacement[]> {
  const { optimizationId, originals, placement } = order;
  const zone = await zoneFor(project, placement.region);
  const launches = await Promise.allSettled(originals.map((original) => launch(project, zone, { order, original })));
  const failed = launches.find((one) => one.status === 'rejected');
  if (failed) {
    await terminateInProject(project, { ids: [], createdFor: optimizationId });
    throw asRefusal(failed.reason, placement);
  }
  return launches.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

interface Launch {
  readonly order: PlacementOrder;
  readonly original: CloudMachine;
}

async function launch(project: Project, zone: string, { order, original }: Launch): Promise<Replacement> {
  const { data } = await project.compute.instances.insert({
    project: project.projectId,
    zone,
    requestId: requestIdOf(order.optimizationId, original.instanceId),
    requestBody: resourceFor(zone, { order, original }),
  });
  const { targetId } = await awaitOperation(project, zone, data);
  if (targetId) return { instanceId: targetId, replaces: original.instanceId };
  throw new TaskError('agent_error', 'Google answered the new machine without its id', { retryable: true });
}

/** Where the customer has machines already, else the first zone of the region that is up. @throws TaskError no_capacity */
async function zoneFor(project: Project, region: string): Promise<string> {
  const [neighbour] = await machinesInProject(project, ['running']);
  if (neighbour?.region === region) return neighbour.zone;
  const { data } = await project.compute.zones.list({ project: project.projectId });
  const zone = data.items?.find(({ name, status }) => status === 'UP' && name?.startsWith(`${region}-`));
  if (zone?.name) return zone.name;
  throw new TaskError('no_capacity', `Google has no zone in ${region} that is up`, { retryable: false });
}

/** Its tags go along as labels, so that it joins the same work. Google's labels are small letters, digits, - and _. */
export function resourceFor(zone: string, { order, original }: Launch): compute_v1.Schema$Instance {
  const { optimizationId, placement } = order;
  const tags = [...original.tags].filter(([key]) => !key.includes(':') && key !== 'Name');
  const marks = [
    [optimizationLabel, optimizationId],
    [transferTags.from, original.region],
    [transferTags.gigabytes, String(Math.ceil(placement.transfer_gb / order.originals.length))],
  ] as const;
  const spot = { provisioningModel: 'SPOT', instanceTerminationAction: 'DELETE' };
  return {
    name: nameFor(optimizationId, original),
    machineType: `zones/${zone}/machineTypes/${placement.instance_type}`,
    labels: Object.fromEntries([...tags, ...marks].map(([key, value]) => [key.toLowerCase(), value.toLowerCase()])),
    ...(placement.market === 'spot' ? { scheduling: spot } : {}),
  };
}

/** Names are unique in a project; this one is the same each time. */
function nameFor(optimizationId: string, { name }: CloudMachine): string {
  const readable = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return `optiinfra-${readable}-${optimizationId.slice(0, 8)}`;
}

/** A UUID made of the order, under which Google carries out a request once. */
function requestIdOf(optimizationId: string, instanceId: string): string {
  const digits = createHash('sha256').update(`${optimizationId}:${instanceId}`).digest('hex');
  const [a, b, c, d, e] = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(13, 16),
    digits.slice(17, 20),
    digits.slice(20, 32),
  ];
  return `${a}-${b}-4${c}-8${d}-${e}`;
}

function asRefusal(error: unknown, { instance_type, market }: Placement): unknown {
  if (!(error instanceof OperationError) || !noCapacity.includes(error.code)) return error;
  const code = market === 'spot' ? 'no_spot_capacity' : 'no_capacity';
  return new TaskError(code, `Google has no capacity for ${instance_type}: ${error.message}`, {
    retryable: false,
    cause: error,
  });
}
