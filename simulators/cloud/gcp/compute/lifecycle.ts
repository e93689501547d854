import type { MachineUsage } from '../../../world/machine-usage.ts';
import { giveBack, interrupt } from '../../market/taking-back.ts';
import { boot, move, settle, shutdownSeconds } from '../../tenants/machine-life.ts';
import type { Project } from '../projects/project.ts';
import { GceInstance, type InstanceOrder } from './instance.ts';
import { links } from './links.ts';
import { Operation } from './operation.ts';

/** Seconds of the world that Compute Engine looks for a place; then the machine is set up, or there was none. */
export const provisioningSeconds = 5;

/** Starts a machine; the operation ends when it runs, or with ZONE_RESOURCE_POOL_EXHAUSTED and no machine. */
export function insert(project: Project, order: InstanceOrder, user: string): Operation {
  const instance = new GceInstance(order, project.hardware[order.market]);
  const operation = begin(project, instance, { type: 'insert', user });
  comeUp(project, instance, operation);
  return operation;
}

/** A machine that runs when the project is opened. */
export function settled(
  project: Project,
  order: InstanceOrder,
  past: { readonly ageDays: number; readonly usage: MachineUsage },
): GceInstance {
  const instance = new GceInstance(order, project.hardware[order.market]);
  settle(project, instance, past);
  instance.createdAt = instance.launchTime;
  return instance;
}

/** Starts a stopped machine. */
export function start(project: Project, instance: GceInstance, user: string): Operation {
  const operation = begin(project, instance, { type: 'start', user });
  if (instance.state !== 'stopped') return operation.end();
  comeUp(project, instance, operation);
  return operation;
}

export function stop(project: Project, instance: GceInstance, user: string): Operation {
  const operation = begin(project, instance, { type: 'stop', user });
  if (!instance.isRunning) return operation.end();
  giveBack(project, instance);
  move(project, instance, 'stopping');
  project.after(shutdownSeconds, () => {
    if (instance.state === 'stopping') halt(project, instance);
    operation.end();
  });
  return operation;
}

/** Ends a machine for good; afterwards it is listed no more. */
export function remove(project: Project, instance: GceInstance, user: string): Operation {
  const operation = begin(project, instance, { type: 'delete', user });
  if (instance.isRunning || instance.state === 'pending') giveBack(project, instance);
  move(project, instance, 'shutting-down');
  project.after(shutdownSeconds, () => vanish(project, instance));
  return operation;
}

/** Something that is done as soon as it is asked for. */
export function done(project: Project, instance: GceInstance, of: { type: string; user: string }): Operation {
  return begin(project, instance, of).end();
}

/**
 * The market takes Spot VMs back.
 *
 * @param count undefined is all
 * @param noticeSeconds seconds of the world between the notice and the end, in which a machine still works
 */
export function preempt(project: Project, count: number | undefined, noticeSeconds: number): readonly GceInstance[] {
  return interrupt(project, { count, takeBack: (instance) => takeBack(project, instance, noticeSeconds) });
}

function takeBack(project: Project, instance: GceInstance, noticeSeconds: number): void {
  done(project, instance, { type: 'compute.instances.preempted', user: 'system' });
  instance.isPreempted = true;
  const end = () => {
    if (!instance.isRunning) return;
    if (instance.terminationAction === 'DELETE') vanish(project, instance);
    else halt(project, instance);
  };
  if (noticeSeconds === 0) end();
  else project.after(noticeSeconds, end);
}

function comeUp(project: Project, instance: GceInstance, operation: Operation): void {
  const isFound = instance.market === 'on_demand' || takeFromMarket(project, instance);
  if (!isFound) {
    project.after(provisioningSeconds, () => operation.end(exhausted(project, instance)));
    return;
  }
  instance.isProvisioned = false;
  instance.isPreempted = false;
  boot(project, instance, () => operation.end());
  project.after(provisioningSeconds, () => {
    instance.isProvisioned = true;
  });
}

/** Whether the project's market had a machine. */
function takeFromMarket(project: Project, instance: GceInstance): boolean {
  const pool = instance.zone === project.zone ? project.pools.get(instance.instanceType) : undefined;
  if (!pool || pool.capacity === 0) return false;
  instance.offer = pool.take(1);
  return true;
}

function halt(project: Project, instance: GceInstance): void {
  instance.stoppedAt = new Date();
  move(project, instance, 'stopped');
}

/** Whatever was still being done to it has an end. */
function vanish(project: Project, instance: GceInstance): void {
  move(project, instance, 'terminated');
  project.instances.delete(instance.id);
  const concerned = [...project.operations.values()].filter(({ order }) => order.target.id === instance.id);
  for (const operation of concerned) operation.end();
}

function exhausted(project: Project, { zone }: GceInstance) {
  const resource = `projects/${project.id}/zones/${zone}`;
  const message = `The zone '${resource}' does not have enough resources available to fulfill the request. Try a different zone, or try again later.`;
  return { code: 'ZONE_RESOURCE_POOL_EXHAUSTED', message };
}

function begin(project: Project, { id, name, zone }: GceInstance, of: { type: string; user: string }): Operation {
  const target = { id, link: links.instance(project.id, zone, name) };
  return project.keep(new Operation({ ...of, zone, target }));
}
