import type { MachineUsage } from '../../world/machine-usage.ts';
import type { Account } from '../accounts/account.ts';
import { resourceId } from '../accounts/identifiers.ts';
import { boot, move, settle, shutdownSeconds } from '../tenants/machine-life.ts';
import type { Market } from '../tenants/virtual-machine.ts';
import { Instance, type InstanceOrigin, type StateReason } from './instance.ts';

/** Seconds of the world that a terminated machine stays listed. */
export const rememberedSeconds = 3600;

export interface LaunchOrder extends Pick<InstanceOrigin, 'region' | 'imageId' | 'clientToken'> {
  readonly instanceType: string;
  readonly market: Market;
  readonly count: number;
  readonly tags: ReadonlyMap<string, string>;
}

/** Starts machines. */
export function launch(account: Account, order: LaunchOrder): readonly Instance[] {
  const reservationId = resourceId('r');
  return Array.from({ length: order.count }, (_, launchIndex) => {
    const instance = create(account, order, { reservationId, launchIndex });
    boot(account, instance);
    return instance;
  });
}

/** A machine that runs when the account is opened. */
export function launched(
  account: Account,
  order: LaunchOrder,
  past: { readonly ageDays: number; readonly usage: MachineUsage },
): Instance {
  const instance = create(account, order, { reservationId: resourceId('r'), launchIndex: 0 });
  settle(account, instance, past);
  return instance;
}

/** Ends machines for good. Those that end or have ended already stay as they are. */
export function terminate(account: Account, instance: Instance, reason: StateReason): void {
  if (instance.isGone) return;
  change(account, instance, 'shutting-down', reason);
  account.after(shutdownSeconds, () => vanish(account, instance, reason));
}

/** Ends a machine without any shutting down. */
export function vanish(account: Account, instance: Instance, reason: StateReason): void {
  change(account, instance, 'terminated', reason);
  account.after(rememberedSeconds, () => account.instances.delete(instance.id));
}

export function stop(account: Account, instance: Instance): void {
  change(account, instance, 'stopping', userInitiated);
  account.after(shutdownSeconds, () => {
    if (instance.state === 'stopping') change(account, instance, 'stopped', userInitiated);
  });
}

/** Starts a stopped machine. */
export function start(account: Account, instance: Instance): void {
  instance.stateReason = undefined;
  boot(account, instance);
}

export const userInitiated: StateReason = {
  code: 'Client.UserInitiatedShutdown',
  message: 'Client.UserInitiatedShutdown: User initiated shutdown',
};

type Place = Pick<InstanceOrigin, 'reservationId' | 'launchIndex'>;

function create(account: Account, order: LaunchOrder, place: Place): Instance {
  const { region, imageId, clientToken, market } = order;
  const name = order.tags.get('Name') ?? '';
  return new Instance({ ...place, region, imageId, clientToken }, { ...order, name }, account.hardware[market]);
}

function change(account: Account, instance: Instance, state: Instance['state'], reason: StateReason): void {
  instance.stateReason = reason;
  move(account, instance, state);
}
