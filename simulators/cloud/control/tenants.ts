import type { components, operations } from '../../../contracts/generated/control.ts';
import type { SpotPool } from '../market/spot-pool.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Tenants } from '../tenants/tenants.ts';
import type { VirtualMachine } from '../tenants/virtual-machine.ts';
import { ControlProblem } from './problem.ts';
import type { ListRequest } from './requests.ts';

type MachineChange = operations['changeMachine']['requestBody']['content']['application/json'];

/** @param what account or project @throws ControlProblem 404 */
export function tenantOf<T extends Tenant>(tenants: Tenants<T>, what: 'account' | 'project', id: string): T {
  const tenant = tenants.get(id);
  if (tenant) return tenant;
  throw new ControlProblem(404, `No such ${what}`, `${what}_id: ${id} must be the id of an open ${what}.`);
}

/** Those whose label starts as asked, with what every list tells of them. */
export function summaries<T extends Tenant>(tenants: Tenants<T>, { query }: ListRequest) {
  const fitting = tenants.list().filter(({ label }) => label.startsWith(query.label ?? ''));
  return fitting.map(({ id, label, running }) => ({ id, label, running_instances: running.length }));
}

/** @throws ControlProblem 404 for a type of which the tenant has no pool */
export function changePool(
  tenant: Tenant,
  instanceType: string,
  change: components['schemas']['SpotPoolChange'],
): SpotPool {
  const pool = tenant.pools.get(instanceType);
  if (!pool) {
    const pools = [...tenant.pools.keys()].join(', ') || 'none';
    const detail = `instance_type: ${instanceType} must be one of the spot pools of ${tenant.id}: ${pools}.`;
    throw new ControlProblem(404, 'No such spot pool', detail);
  }
  if (change.price_now !== undefined) pool.changePrice(change.price_now);
  if (change.capacity !== undefined) pool.changeCapacity(change.capacity);
  return pool;
}

/** A machine that may run already is another one underneath from now on; what is not named stays. @throws ControlProblem 404 */
export function changeMachine<M extends VirtualMachine>(
  tenant: Tenant<M>,
  id: string,
  { gpu_slowdown, hallucination_share }: MachineChange,
): void {
  const machine = tenant.instances.get(id);
  if (!machine) {
    throw new ControlProblem(404, 'No such machine', `instance_id: ${id} must be a machine of ${tenant.id}.`);
  }
  machine.hardware = {
    ...machine.hardware,
    ...(gpu_slowdown !== undefined && { gpuSlowdown: gpu_slowdown }),
    ...(hallucination_share !== undefined && { hallucinationShare: hallucination_share }),
  };
  tenant.publish(machine);
}
