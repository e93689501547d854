import type { compute_v1 } from '@googleapis/compute';
import type { CloudMachine, MachineState } from '../machines.ts';
import type { Project } from './project.ts';

/** The machines in these states, oldest first. */
export async function machinesInProject(
  project: Project,
  states: readonly MachineState[],
  labels: Readonly<Record<string, string>> = {},
): Promise<readonly CloudMachine[]> {
  const filter = Object.entries(labels).map(([key, value]) => `labels.${key}=${value}`);
  const found: CloudMachine[] = [];
  let pageToken: string | undefined;
  do {
    const { data } = await project.compute.instances.aggregatedList({
      project: project.projectId,
      ...(filter.length > 0 ? { filter: filter.join(' AND ') } : {}),
      ...(pageToken ? { pageToken } : {}),
    });
    const instances = Object.values(data.items ?? {}).flatMap((zone) => zone.instances ?? []);
    found.push(...instances.map(toMachine));
    pageToken = data.nextPageToken ?? undefined;
  } while (pageToken);
  return found
    .filter(({ region, state }) => region === project.region && states.includes(state))
    .sort((a, b) => a.launchedAt.getTime() - b.launchedAt.getTime());
}

/** The last part of one of Google's resource addresses. */
export function nameIn(link: string | null | undefined): string {
  return link?.split('/').at(-1) ?? '';
}

const states: Readonly<Record<string, MachineState>> = {
  PROVISIONING: 'pending',
  STAGING: 'pending',
  RUNNING: 'running',
  STOPPING: 'shutting-down',
  TERMINATED: 'stopped',
};

function toMachine(instance: compute_v1.Schema$Instance): CloudMachine {
  const labels = instance.labels ?? {};
  const zone = nameIn(instance.zone);
  return {
    cloud: 'gcp',
    instanceId: instance.id ?? '',
    name: instance.name ?? '',
    instanceType: nameIn(instance.machineType),
    region: zone.replace(/-[a-z]$/, ''),
    zone,
    market: instance.scheduling?.provisioningModel === 'SPOT' ? 'spot' : 'on_demand',
    state: states[instance.status ?? ''] ?? 'terminated',
    faultTolerant: labels['fault-tolerant'] === 'true',
    latencyCritical: labels['latency-critical'] === 'true',
    launchedAt: new Date(instance.creationTimestamp ?? 0),
    tags: new Map(Object.entries(labels)),
  };
}
