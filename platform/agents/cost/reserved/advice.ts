import type { Aws } from '../../../shared/aws.ts';
import { inMetrics } from '../../shared/account.ts';
import type { Account, Machine } from '../../shared/machines.ts';
import type { OnDemandPrices } from '../../shared/prices.ts';
import type { Reservation } from '../../shared/reservations.ts';
import type { TaskContext } from '../../shared/task.ts';
import { analyseReserved, type ReservedAnalysis } from './analysis.ts';
import { offeringsOf, termsOf } from './offerings.ts';
import { shareInUse } from './use.ts';

export interface ReservedEstate {
  readonly account: Account;
  /** Those that run. */
  readonly machines: readonly Machine[];
  readonly reservations: readonly Reservation[];
  /** Ids of machines that other recommendations want to end, move or shrink. */
  readonly planned: readonly string[];
}

/** Which machines are worth being reserved, at the prices that the cloud asks for it now. */
export async function reservedAdvice(
  { account, machines, reservations, planned }: ReservedEstate,
  context: TaskContext,
  { aws, onDemand }: { readonly aws: Aws; readonly onDemand: OnDemandPrices },
): Promise<ReservedAnalysis> {
  const ids = machines.map(({ instanceId }) => instanceId);
  return analyseReserved(machines, {
    shareInUse: await inMetrics(aws, context, (cloudWatch) => shareInUse(cloudWatch, ids)),
    planned: new Set(planned),
    reservations,
    optionsFor: async (group) => {
      const [{ instanceType, region }] = group;
      const cents = await onDemand.of(instanceType, region);
      const offerings = await offeringsOf(account, instanceType);
      return offerings.map((offering) => termsOf(offering, group.length, cents));
    },
  });
}
