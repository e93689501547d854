import type { Deployment, Gateway } from '../../shared/gateway.ts';
import { isOn, servingReplicas } from '../shared/deployment.ts';
import type { Assumption } from './assumption.ts';
import { type Change, describeHeadRoom, factsOf, type HeadRoom, headRoomOf } from './head-room.ts';
import { loadFactor, usableShareOfObjective } from './prediction.ts';

export interface Verdict {
  readonly approved: boolean;
  readonly reason: string;
  readonly facts: Record<string, string | number | boolean>;
}

/** What is asked about, and where it is served. */
export interface Question {
  readonly gateway: Gateway;
  readonly deployments: readonly Deployment[];
  readonly machineIds: readonly string[];
  /** What is taken for done before. */
  readonly assumed?: readonly Assumption[];
}

/** Approves a move to spot where every deployment concerned keeps its latency objective with one of the machines lost. */
export async function validateSpot({ gateway, deployments, machineIds, assumed = [] }: Question): Promise<Verdict> {
  const rooms = deployments.map(async (deployment) => {
    const lost = mostOnOneMachine(deployment, machineIds);
    if (lost === 0) return undefined;
    return headRoomOf(gateway, deployment, { change: machineLost(deployment, lost), assumed });
  });
  return verdictOn((await Promise.all(rooms)).flatMap((room) => room ?? []));
}

/** Approves other settings where the deployment keeps its objective while one replica restarts; an only one cannot be spared. */
export async function validateRestart({ gateway, assumed = [] }: Question, deployment: Deployment): Promise<Verdict> {
  const replicas = servingReplicas(deployment).length;
  const change = replicaRestarts(replicas);
  if (replicas > 1) return verdictOn([await headRoomOf(gateway, deployment, { change, assumed })]);
  const { name } = deployment;
  const reason =
    replicas === 1
      ? `${name} has one replica: while that restarts with other settings, nothing answers its requests`
      : `No replica of ${name} serves, so that nothing can be predicted`;
  return { approved: replicas === 1, reason, facts: { deployment: name, replicas } };
}

/** Approves machines with fewer GPUs where every deployment concerned keeps its objective on them. @param factor GPUs now / then */
export async function validateSmaller(question: Question, factor: number): Promise<Verdict> {
  const { gateway, deployments, machineIds, assumed = [] } = question;
  const circumstance = `with ${factor.toLocaleString('en-US', { maximumFractionDigits: 2 })} times the load on each GPU`;
  const change = { factor, usableShare: 1, circumstance };
  const concerned = deployments.filter((deployment) => isOn(deployment, machineIds));
  return verdictOn(
    await Promise.all(concerned.map((deployment) => headRoomOf(gateway, deployment, { change, assumed }))),
  );
}

/** Approves other prices: whoever serves goes on as before. */
export function validatePrice({ deployments, machineIds }: Question): Verdict {
  const served = deployments.filter((deployment) => isOn(deployment, machineIds)).map(({ name }) => name);
  const reason = `Only the price of these machines changes${served.length > 0 ? `; ${served.join(', ')} goes on as before` : ''}`;
  return { approved: true, reason, facts: { deployments: served.length } };
}

/** Approves the end of machines on which nothing is served. */
export function validateEnd({ deployments, machineIds }: Question): Verdict {
  const served = deployments.filter((deployment) => isOn(deployment, machineIds)).map(({ name }) => name);
  if (served.length === 0) return verdictOn([]);
  const reason = `${served.join(', ')} would lose replicas on these machines`;
  return { approved: false, reason, facts: { deployments: served.length } };
}

function machineLost(deployment: Deployment, lost: number): Change {
  const factor = loadFactor(servingReplicas(deployment).length, lost);
  return { factor, usableShare: usableShareOfObjective, circumstance: 'with one machine lost' };
}

function replicaRestarts(replicas: number): Change {
  return { factor: loadFactor(replicas, 1), usableShare: 1, circumstance: 'while one replica restarts' };
}

function verdictOn(rooms: readonly HeadRoom[]): Verdict {
  const [tightest] = rooms.toSorted((a, b) => shareUsed(b) - shareUsed(a));
  const approved = rooms.every(({ kept }) => kept);
  return { approved, reason: reasonFor(rooms), facts: tightest ? factsOf(tightest) : {} };
}

function reasonFor(rooms: readonly HeadRoom[]): string {
  if (rooms.length === 0) return 'No deployment serves from these machines, so that no latency depends on them';
  const sentences = rooms.map(describeHeadRoom).join('; ');
  return `${sentences.charAt(0).toUpperCase()}${sentences.slice(1)}`;
}

function shareUsed({ predictedP95, objective }: HeadRoom): number {
  return predictedP95 === undefined ? Number.POSITIVE_INFINITY : predictedP95 / objective;
}

function mostOnOneMachine(deployment: Deployment, machineIds: readonly string[]): number {
  const serving = servingReplicas(deployment);
  return Math.max(0, ...machineIds.map((id) => serving.filter(({ machine_id: machine }) => machine === id).length));
}
