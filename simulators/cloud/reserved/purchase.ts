import type { Account } from '../accounts/account.ts';
import type { Offering } from './offerings.ts';
import { Reservation } from './reservation.ts';

/** Seconds of the world until a purchase is paid for. */
const paymentSeconds = 5;

/** Whoever buys twice has two: EC2 knows no client token for purchases. */
export function purchase(account: Account, offering: Offering, count: number): Reservation {
  const reservation = new Reservation(offering, count);
  account.reservations.set(reservation.id, reservation);
  account.after(paymentSeconds, () => {
    reservation.state = 'active';
  });
  return reservation;
}
