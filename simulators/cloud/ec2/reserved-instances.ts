import { AwsError, missingParameter } from '../protocol/errors.ts';
import { filtered, taggedFields } from '../protocol/filters.ts';
import { items, type XmlElement } from '../protocol/xml.ts';
import { offeringsIn } from '../reserved/offerings.ts';
import { purchase } from '../reserved/purchase.ts';
import type { Reservation } from '../reserved/reservation.ts';
import { type Ec2Action, type Ec2Call, endDryRun } from './call.ts';
import { tagSet } from './elements.ts';
import { paymentOptions, termFields, termsElement } from './reserved-offerings.ts';

/** AWS sells so many in a region and a month without being asked for more. */
const mostAtOnce = 20;

export const purchaseReservedInstancesOffering: Ec2Action = ({ account, region, parameters }) => {
  const id = parameters.required('ReservedInstancesOfferingId');
  const count = parameters.integer('InstanceCount', 1, mostAtOnce);
  if (count === undefined) throw missingParameter('InstanceCount');
  const offering = offeringsIn(region).find((one) => one.id === id);
  if (!offering) {
    const message = `The Reserved Instances offering ID '${id}' does not exist`;
    throw new AwsError('InvalidReservedInstancesOfferingId', message);
  }
  endDryRun(parameters);
  return { reservedInstancesId: purchase(account, offering, count).id };
};

const fields = taggedFields<Reservation>({
  ...Object.fromEntries(
    Object.entries(termFields).map(([name, of]) => [name, ({ offering }: Reservation) => of(offering)]),
  ),
  'reserved-instances-id': ({ id }) => [id],
  state: ({ state }) => [state],
  start: ({ start }) => [start.toISOString()],
  end: ({ end }) => [end.toISOString()],
});

/** All at once: EC2 has no pages here. */
export const describeReservedInstances: Ec2Action = (call) => {
  const { parameters } = call;
  const ids = parameters.list('ReservedInstancesId');
  const option = parameters.oneOf('OfferingType', paymentOptions);
  const isStandard = (parameters.oneOf('OfferingClass', ['standard', 'convertible']) ?? 'standard') === 'standard';
  const asked = ids.length > 0 ? reservationsById(call, ids) : reservationsIn(call);
  const fitting = asked.filter(({ offering }) => isStandard && (option ?? offering.option) === offering.option);
  return { reservedInstancesSet: items(filtered(fitting, parameters, fields).map(reservationElement)) };
};

export function reservationsIn({ account, region }: Ec2Call): readonly Reservation[] {
  return [...account.reservations.values()].filter(({ offering }) => offering.region === region);
}

/** @throws AwsError InvalidReservedInstancesId */
export function reservationsById(call: Ec2Call, ids: readonly string[]): readonly Reservation[] {
  const known = new Map(reservationsIn(call).map((reservation) => [reservation.id, reservation]));
  return ids.map((id) => {
    const reservation = known.get(id);
    if (reservation) return reservation;
    throw new AwsError('InvalidReservedInstancesId', `The Reserved Instances ID '${id}' does not exist`);
  });
}

/** Prices are those of one machine, whatever the count. */
function reservationElement(reservation: Reservation): XmlElement {
  return {
    reservedInstancesId: reservation.id,
    ...termsElement(reservation.offering),
    start: reservation.start.toISOString(),
    end: reservation.end.toISOString(),
    instanceCount: reservation.count,
    state: reservation.state,
    tagSet: tagSet(reservation.tags),
  };
}
