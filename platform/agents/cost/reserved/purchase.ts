import { setTimeout as pause } from 'node:timers/promises';
import { CreateTagsCommand, type EC2Client, PurchaseReservedInstancesOfferingCommand } from '@aws-sdk/client-ec2';
import { type Account, type Machine, machinesById } from '../../shared/machines.ts';
import { commitmentOf, isOwed, type Reservation, reservationsIn } from '../../shared/reservations.ts';
import type { ReservationTerms } from '../../shared/schemas.ts';
import { TaskError } from '../../shared/task.ts';
import { dollars } from '../../shared/words.ts';
import { ec2PaymentOption, type Offering, offeringsOf, termSeconds } from './offerings.ts';

export interface Order {
  readonly optimizationId: string;
  /** The machines to be covered. */
  readonly instanceIds: readonly string[];
  readonly termYears: ReservationTerms['term_years'];
  readonly paymentOption: ReservationTerms['payment_option'];
  /** US dollars over the term that the customer has agreed to. */
  readonly commitment: number;
  /** Ids of the reservations that there were before. */
  readonly known: readonly string[];
}

export interface Shop {
  readonly account: Account;
  /** Tries once: a purchase that is sent again is another purchase. */
  readonly till: EC2Client;
  /** Wall milliseconds. */
  readonly patience: { readonly limit: number; readonly interval: number };
}

/**
 * Buys the reservation, once, and answers its id when it is in force. EC2 takes no client token for purchases. So before each
 * purchase, and after one whose answer was lost, it looks for the reservation: by its tag, or, where it was not marked any
 * more, as one that fits the order and was not there before. Somebody who buys the same at the same time has bought this one.
 * @throws TaskError price_changed, no_offering, unknown_instance, payment_failed, instance_not_ready
 */
export async function buyReservation(order: Order, shop: Shop): Promise<string> {
  const reservation = (await findMarked(order, shop.account)) ?? (await findOrBuy(order, shop));
  await mark(reservation, order, shop.account);
  return awaitInForce(reservation.id, shop);
}

/** The purchase that an earlier try of the same task has made and marked. */
async function findMarked({ optimizationId }: Order, account: Account): Promise<Reservation | undefined> {
  return (await reservationsIn(account)).find(({ tags }) => tags.get(mine) === optimizationId);
}

async function findOrBuy(order: Order, shop: Shop): Promise<Reservation> {
  const machines = await machinesToCover(order, shop.account);
  return (await findUnmarked(order, machines, shop.account)) ?? (await purchase(order, machines, shop));
}

/** The purchase that an earlier try has made and could not mark. */
async function findUnmarked(
  order: Order,
  [{ instanceType }]: Group,
  account: Account,
): Promise<Reservation | undefined> {
  const isAlike = (one: Reservation) =>
    one.instanceType === instanceType &&
    one.count === order.instanceIds.length &&
    one.duration === termSeconds(order.termYears) &&
    one.paymentOption === ec2PaymentOption[order.paymentOption];
  const isNew = (one: Reservation) => isOwed(one) && !one.tags.has(mine) && !order.known.includes(one.id);
  return (await reservationsIn(account)).find((one) => isAlike(one) && isNew(one));
}

async function purchase(order: Order, machines: Group, { account, till, patience }: Shop): Promise<Reservation> {
  const offering = await offeringFor(order, machines[0].instanceType, account);
  const command = new PurchaseReservedInstancesOfferingCommand({
    ReservedInstancesOfferingId: offering.id,
    InstanceCount: machines.length,
  });
  const lost = await till.send(command).then(
    () => undefined,
    (error: unknown) => error ?? new Error('The purchase failed without a reason'),
  );
  if (isRefusal(lost)) throw lost;
  // Whether it was bought although the answer was lost, and under which id, is for EC2's list to say.
  for (let look = 0; look < looksForPurchase; look += 1) {
    const found = await findUnmarked(order, machines, account);
    if (found) return found;
    await pause(patience.interval);
  }
  throw lost ?? new TaskError('agent_error', 'EC2 does not list the reservation that it sold', { retryable: true });
}

/** The offering as it is on sale now. @throws TaskError no_offering, price_changed */
async function offeringFor(order: Order, instanceType: string, account: Account): Promise<Offering> {
  const offering = (await offeringsOf(account, instanceType)).find(
    ({ termYears, paymentOption }) => termYears === order.termYears && paymentOption === order.paymentOption,
  );
  if (!offering) throw refused('no_offering', `The cloud no longer sells this reservation of ${instanceType}`);
  const commitment = (commitmentOf(offering) * order.instanceIds.length) / 100;
  if (commitment <= order.commitment) return offering;
  const change = `${dollars(commitment)} instead of ${dollars(order.commitment)}`;
  throw refused('price_changed', `The reservation now costs ${change}. It was not bought.`);
}

type Group = readonly [Machine, ...Machine[]];

async function machinesToCover({ instanceIds }: Order, account: Account): Promise<Group> {
  const found = await machinesById(account, instanceIds);
  const running = found.filter(({ state, market }) => state === 'running' && market === 'on_demand');
  const [first, ...others] = running;
  if (
    first &&
    running.length === instanceIds.length &&
    others.every((one) => one.instanceType === first.instanceType)
  ) {
    return [first, ...others];
  }
  throw refused('unknown_instance', `Of ${instanceIds.join(', ')} not all run on demand, as one type of machine`);
}

async function mark({ id, tags }: Reservation, { optimizationId }: Order, { ec2 }: Account): Promise<void> {
  if (tags.has(mine)) return;
  await ec2.send(new CreateTagsCommand({ Resources: [id], Tags: [{ Key: mine, Value: optimizationId }] }));
}

async function awaitInForce(id: string, { account, patience }: Shop): Promise<string> {
  const deadline = performance.now() + patience.limit;
  for (;;) {
    const state = (await reservationsIn(account)).find((one) => one.id === id)?.state;
    if (state === 'active') return id;
    if (state !== 'payment-pending') throw refused('payment_failed', `The reservation ${id} is ${state ?? 'gone'}`);
    if (performance.now() > deadline) {
      const message = `The reservation ${id} is not in force after ${patience.limit / 1000} s`;
      throw new TaskError('instance_not_ready', message, { retryable: true });
    }
    await pause(patience.interval);
  }
}

const mine = 'optiinfra:optimization';

/** How often EC2 is asked for a purchase before it counts as not made. */
const looksForPurchase = 15;

/** Whether EC2 has said no: nothing was bought. Whatever else went wrong leaves that open. */
function isRefusal(error: unknown): boolean {
  const { $metadata: { httpStatusCode: status = 0 } = {} } = (error ?? {}) as {
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  return status >= 400 && status < 500;
}

function refused(code: string, message: string): TaskError {
  return new TaskError(code, message, { retryable: false });
}
