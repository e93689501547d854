import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import { inAccount, roleOf } from '../../shared/account.ts';
import { instanceIds, paymentOption, reservationTerm } from '../../shared/schemas.ts';
import { defineTask } from '../../shared/task.ts';
import { buyReservation, type Shop } from '../reserved/purchase.ts';

const parameters = z.object({
  optimization_id: z.uuid(),
  instance_ids: instanceIds.min(1),
  term_years: reservationTerm,
  payment_option: paymentOption,
  commitment: z.number().min(0),
  known_reservation_ids: z.array(z.string()),
});

/** Buys the reservation that the customer has agreed to, or finds it bought. */
export function purchaseReservation(aws: Aws, patience: Shop['patience']) {
  return defineTask({
    parameters,
    output: z.object({ reservation_id: z.string() }),
    run: async (asked, context) => {
      const till = await aws.ec2(roleOf(context), { tries: 1 });
      const order = {
        optimizationId: asked.optimization_id,
        instanceIds: asked.instance_ids,
        termYears: asked.term_years,
        paymentOption: asked.payment_option,
        commitment: asked.commitment,
        known: asked.known_reservation_ids,
      };
      try {
        return await inAccount(aws, context, async (account) => ({
          reservation_id: await buyReservation(order, { account, till, patience }),
        }));
      } finally {
        till.destroy();
      }
    },
  });
}
