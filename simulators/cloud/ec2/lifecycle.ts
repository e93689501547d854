import type { Account } from '../accounts/account.ts';
import { resourceId } from '../accounts/identifiers.ts';
import { Instance, type InstanceOrigin, type StateReason } from './instance.ts';

/** Seconds of the world that a machine takes to boot. */
export const bootSeconds = 15;
/** Seconds of the world that a machine takes to shut down. */
export const shutdownSeconds = 10;
/** Seconds of the world that a terminated machine stays listed. */
export const rememberedSeconds = 3600;

export interface LaunchOrder extends Pick<InstanceOrigin, 'region' | 'market' | 'imageId' | 'clientToken'> {
  readonly instanceType: string;
  readonly count: number;
  readonly tags: ReadonlyMap<string, string>;
}

/** Starts machines, which run after half a minute. */
export function launch(account: Account, order: LaunchOrder): readonly Instance[] {
  const reservationId = resourceId('r');
  return Array.from({ length: order.count }, (_, launchIndex) => {
    const instance = create(account, order, { reservationId, launchIndex });
    move(account, instance, 'pending');
    boot(account, instance);
    return instance;
  });
}

/** A machine that has run for days when the account is opened. */
export function settle(account: Account, order: LaunchOrder, ageDays: number): Instance {
  const instance = create(account, order, { reservationId: resourceId('r'), launchIndex: 0 });
  instance.launchTime = new Date(Date.now() - ageDays * 24 * 3600 * 1000);
  move(account, instance, 'running');
  return instance;
}

/** Ends machines for good. Those that end or have ended already stay as they are. */
export function terminate(account: Account, instance: Instance, reason: StateReason): void {
  if (isGone(instance)) return;
  move(account, instance, 'shutting-down', reason);
  account.after(shutdownSeconds, () => vanish(account, instance, reason));
}

/** Ends a machine without any shutting down. */
export function vanish(account: Account, instance: Instance, reason: StateReason): void {
  move(account, instance, 'terminated', reason);
  account.after(rememberedSeconds, () => account.instances.delete(instance.id));
}

export function stop(account: Account, instance: Instance): void {
  move(account, instance, 'stopping', userInitiated);
  account.after(shutdownSeconds, () => {
    if (instance.state === 'stopping') move(account, instance, 'stopped', userInitiated);
  });
}

/** Starts a stopped machine; it comes up on hardware as the account gets it now. */
export function start(account: Account, instance: Instance): void {
  instance.hardware = account.hardware[instance.origin.market];
  instance.launchTime = new Date();
  move(account, instance, 'pending');
  boot(account, instance);
}

export function isGone(instance: Instance): boolean {
  return instance.state === 'shutting-down' || instance.state === 'terminated';
}

export const userInitiated: StateReason = {
  code: 'Client.UserInitiatedShutdown',
  message: 'Client.UserInitiatedShutdown: User initiated shutdown',
};

type Place = Pick<InstanceOrigin, 'reservationId' | 'launchIndex'>;

function create(account: Account, order: LaunchOrder, place: Place): Instance {
  const { region, market, imageId, clientToken } = order;
  const origin = { ...place, region, market, imageId, clientToken, name: order.tags.get('Name') ?? '' };
  return new Instance(origin, { ...order, hardware: account.hardware[market] });
}

function boot(account: Account, instance: Instance): void {
  account.after(bootSeconds, () => {
    if (instance.state === 'pending') move(account, instance, 'running');
  });
}

function move(account: Account, instance: Instance, state: Instance['state'], reason?: StateReason): void {
  instance.state = state;
  instance.stateReason = reason;
  account.publish(instance);
}
