import { hoursAMonth } from '../../world/catalogue.ts';
import type { Account } from '../accounts/account.ts';
import type { Instance, StateReason } from '../ec2/instance.ts';
import { type LaunchOrder, launch, terminate, userInitiated, vanish } from '../ec2/lifecycle.ts';
import { AwsError } from '../protocol/errors.ts';
import type { SpotPool } from './spot-pool.ts';
import { type SpotOrder, SpotRequest } from './spot-request.ts';
import { giveBack, interrupt } from './taking-back.ts';

/** Seconds of the world that EC2 thinks about a spot request. */
export const evaluationSeconds = 1;

const takenBack: StateReason = {
  code: 'Server.SpotInstanceTermination',
  message: 'Server.SpotInstanceTermination: Spot Instance termination',
};

/**
 * Starts as many spot machines as can be had, up to the order's count.
 * @throws AwsError SpotMaxPriceTooLow; InsufficientInstanceCapacity when fewer than `atLeast` can be had, and then starts none
 */
export function launchSpot(account: Account, order: LaunchOrder & SpotOrder, atLeast: number): readonly Instance[] {
  const pool = poolFor(account, order);
  const count = Math.min(order.count, pool?.capacity ?? 0);
  if (!pool || count < atLeast) {
    const message = 'There is no Spot capacity available that matches your request.';
    throw new AwsError('InsufficientInstanceCapacity', message, 500);
  }
  if (isTooLow(order, pool)) {
    const least = `the minimum required Spot request fulfillment price of ${spotPrice(pool.priceNow)}`;
    throw new AwsError('SpotMaxPriceTooLow', `Your Spot request price of ${order.maxPrice} is lower than ${least}.`);
  }
  const requests = Array.from({ length: count }, () => enter(account, { ...order, tags: new Map() }));
  return fulfil(account, { requests, pool, order: { ...order, count } });
}

/** A monthly price as AWS writes spot prices: US dollars an hour with 6 decimals. */
export function spotPrice(monthly: number): string {
  return (monthly / hoursAMonth).toFixed(6);
}

/** Asks for spot machines, which come when the market has them. */
export function requestSpot(account: Account, order: SpotOrder, count: number): readonly SpotRequest[] {
  return Array.from({ length: count }, () => {
    const request = enter(account, order);
    account.after(evaluationSeconds, () => evaluate(account, request));
    return request;
  });
}

/** A fulfilled request leaves its machine running. */
export function cancelRequest(request: SpotRequest): void {
  if (request.state === 'open') request.move('canceled-before-fulfillment', 'cancelled');
  if (request.state === 'active') request.move('request-canceled-and-instance-running', 'cancelled');
}

/** Looks again at what waits for machines of a type. */
export function evaluateWaiting(account: Account, instanceType: string): void {
  for (const request of account.spotRequests.values()) {
    if (request.order.instanceType === instanceType) evaluate(account, request);
  }
}

/** The owner ends a machine, on demand or spot; a spot machine that was not taken back goes back to the market. */
export function terminateByUser(account: Account, instance: Instance): void {
  if (instance.isGone) return;
  terminate(account, instance, userInitiated);
  if (!instance.spotRequest) return;
  instance.spotRequest.move('instance-terminated-by-user', 'closed');
  giveBack(account, instance);
  evaluateWaiting(account, instance.instanceType);
}

/**
 * The market takes spot machines back.
 *
 * @param count undefined is all
 * @param noticeSeconds seconds of the world between the notice and the end; 0 lets the machines vanish at once
 */
export function interruptSpot(account: Account, count: number | undefined, noticeSeconds: number): readonly Instance[] {
  return interrupt(account, { count, takeBack: (instance) => takeBack(account, instance, noticeSeconds) });
}

function takeBack(account: Account, instance: Instance, noticeSeconds: number): void {
  const end = (by: typeof terminate) => {
    if (instance.isGone) return;
    instance.spotRequest?.move('instance-terminated-no-capacity', 'closed');
    by(account, instance, takenBack);
  };
  if (noticeSeconds === 0) {
    end(vanish);
    return;
  }
  instance.spotRequest?.move('marked-for-termination');
  account.after(noticeSeconds, () => end(terminate));
}

function enter(account: Account, order: SpotOrder): SpotRequest {
  const request = new SpotRequest(order);
  account.spotRequests.set(request.id, request);
  return request;
}

function evaluate(account: Account, request: SpotRequest): void {
  if (request.state !== 'open') return;
  const pool = poolFor(account, request.order);
  if (!pool || pool.capacity === 0) request.move('capacity-not-available');
  else if (isTooLow(request.order, pool)) request.move('price-too-low');
  else {
    const order: LaunchOrder = { ...request.order, market: 'spot', count: 1, tags: new Map(), clientToken: undefined };
    fulfil(account, { requests: [request], pool, order });
  }
}

interface Fulfilment {
  readonly requests: readonly SpotRequest[];
  readonly pool: SpotPool;
  readonly order: LaunchOrder;
}

function fulfil(account: Account, { requests, pool, order }: Fulfilment): readonly Instance[] {
  const offer = pool.take(requests.length);
  const instances = launch(account, order);
  for (const [index, request] of requests.entries()) {
    const instance = instances[index];
    if (!instance) continue;
    instance.offer = offer;
    instance.spotRequest = request;
    request.instanceId = instance.id;
    request.move('fulfilled', 'active');
  }
  return instances;
}

function poolFor(account: Account, order: SpotOrder): SpotPool | undefined {
  return order.region === account.region ? account.pools.get(order.instanceType) : undefined;
}

function isTooLow(order: SpotOrder, pool: SpotPool): boolean {
  return Number(order.maxPrice) < Number(spotPrice(pool.priceNow));
}
