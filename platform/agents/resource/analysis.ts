import type { Deployment } from '../../shared/gateway.ts';
import { isOn } from '../shared/deployment.ts';
import { groupBy } from '../shared/group-by.ts';
import type { Gpus, InstanceType } from '../shared/instance-types.ts';
import type { Machine } from '../shared/machines.ts';
import { areBound, type Reservation } from '../shared/reservations.ts';
import type { Finding, Proposal } from '../shared/schemas.ts';
import { type IdleMachine, idleFinding, proposeEnd } from './idle-proposal.ts';
import { judgeIdle } from './idle-rule.ts';
import type { Served } from './served.ts';
import { chooseSize, type Offer, type Workload } from './sizing.ts';
import { proposeSize, type ServingGroup, sizeFinding, sizingFacts } from './sizing-proposal.ts';
import type { MachineUsage } from './usage.ts';

/** What is known of the customer's machines before they are judged. */
export interface Estate {
  /** Those that run. */
  readonly machines: readonly Machine[];
  readonly deployments: readonly Deployment[];
  readonly types: readonly InstanceType[];
  readonly usage: ReadonlyMap<string, MachineUsage>;
  /** Cents a month on the market, by instance id. */
  readonly prices: ReadonlyMap<string, number>;
  readonly reservations: readonly Reservation[];
}

export interface EstateSources {
  readonly servedOn: (deployment: Deployment, machineIds: readonly string[]) => Promise<Served>;
  /** Those of the types that are on sale. */
  readonly offersOf: (types: readonly InstanceType[]) => Promise<readonly Offer[]>;
}

export interface ResourceAnalysis {
  readonly findings: readonly Finding[];
  readonly recommendations: readonly Proposal[];
}

/** Judges every machine with GPUs: one that serves by its size, another by whether it does anything. */
export async function analyseResources(estate: Estate, sources: EstateSources): Promise<ResourceAnalysis> {
  const withGpus = estate.machines.filter(({ instanceType }) => gpusOfType(estate, instanceType));
  const serves = (machine: Machine) => estate.deployments.some((deployment) => isOn(deployment, [machine.instanceId]));
  const now = new Date();
  const idle = withGpus.filter((machine) => !serves(machine)).map((machine) => judgeQuiet(machine, estate, now));
  const sized = await Promise.all(
    groupsOf(withGpus.filter(serves), estate).map((group) => judgeGroup(group, estate, sources)),
  );
  return {
    findings: [...sized, ...idle].flatMap(({ findings }) => findings),
    recommendations: [...sized, ...idle].flatMap(({ recommendations }) => recommendations),
  };
}

function judgeQuiet(machine: Machine, estate: Estate, now: Date): ResourceAnalysis {
  const { instanceId } = machine;
  const usage = estate.usage.get(instanceId);
  const judged: IdleMachine = { machine, usage, cents: estate.prices.get(instanceId) ?? 0 };
  const found = judgeIdle(machine, usage, now);
  // What is paid for anyway saves nothing by its end.
  const reason = found === 'idle' && areReserved([machine], estate) ? 'already_reserved' : found;
  return {
    findings: [idleFinding(judged, reason)],
    recommendations: reason === 'idle' ? [proposeEnd(judged)] : [],
  };
}

/** Machines of one type that serve the same. */
function groupsOf(machines: readonly Machine[], { deployments }: Estate): readonly ServingGroup[] {
  const servedBy = ({ instanceId }: Machine) => deployments.filter((deployment) => isOn(deployment, [instanceId]));
  const keyOf = (machine: Machine) => {
    const names = servedBy(machine).map(({ name }) => name);
    return JSON.stringify([machine.instanceType, machine.market, names]);
  };
  return groupBy(machines, keyOf).map((members) => ({ machines: members, deployments: servedBy(members[0]) }));
}

async function judgeGroup(group: ServingGroup, estate: Estate, sources: EstateSources): Promise<ResourceAnalysis> {
  const [deployment, ...others] = group.deployments;
  const [first] = group.machines;
  const refuse = (reason: Finding['reason']) => ({ findings: [sizeFinding(group, reason)], recommendations: [] });
  if (first.market === 'spot') return refuse('already_spot');
  if (areReserved(group.machines, estate)) return refuse('already_reserved');
  // What two deployments share cannot be replaced for one of them.
  if (!deployment || others.length > 0) return refuse('no_smaller_size');
  const machineIds = group.machines.map(({ instanceId }) => instanceId);
  const workload = workloadOf(group, await sources.servedOn(deployment, machineIds), estate);
  if (!workload) return refuse('not_measured_long_enough');
  const present = estate.prices.get(first.instanceId) ?? 0;
  const sizing = chooseSize(workload, await sources.offersOf(smaller(estate, workload.gpus)), present);
  const { offer, reason } = sizing;
  return {
    findings: [sizeFinding(group, reason, sizingFacts(workload, sizing))],
    recommendations: offer ? [proposeSize(group, deployment, { offer, workload, present })] : [],
  };
}

function areReserved(leaving: readonly Machine[], { machines, reservations }: Estate): boolean {
  return areBound(leaving, machines, reservations);
}

/** Undefined where a part of it was not measured. */
function workloadOf(group: ServingGroup, served: Served, estate: Estate): Workload | undefined {
  const gpus = gpusOfType(estate, group.machines[0].instanceType);
  const memories = group.machines.map(({ instanceId }) => estate.usage.get(instanceId)?.hostMemory);
  const { utilisation, memory, gpusPerReplica } = served;
  if (!gpus || utilisation === undefined || !memory || memories.includes(undefined)) return undefined;
  const hostMemory = Math.max(...memories.flatMap((bytes) => bytes ?? []));
  return { gpus, utilisation, gpusPerReplica, memory, hostMemory };
}

function gpusOfType({ types }: Estate, name: string): Gpus | undefined {
  return types.find((type) => type.name === name)?.gpus;
}

/** Types with fewer GPUs of the same kind. */
function smaller({ types }: Estate, { name, count }: Gpus): readonly InstanceType[] {
  return types.filter(({ gpus }) => gpus?.name === name && gpus.count < count);
}
