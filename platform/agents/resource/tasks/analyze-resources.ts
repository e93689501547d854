import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import { Gateway } from '../../../shared/gateway.ts';
import { inAccount, inMetrics } from '../../shared/account.ts';
import { type InstanceType, instanceTypes } from '../../shared/instance-types.ts';
import { type Account, machinesIn } from '../../shared/machines.ts';
import { monthlyPrices, type OnDemandPrices } from '../../shared/prices.ts';
import { reservationsIn } from '../../shared/reservations.ts';
import { finding, noParameters, proposal } from '../../shared/schemas.ts';
import { defineTask, gatewayUrlOf, type TaskContext, TaskError } from '../../shared/task.ts';
import { analyseResources, type Estate } from '../analysis.ts';
import { servedOn } from '../served.ts';
import type { Offer } from '../sizing.ts';
import { measureUsage } from '../usage.ts';

/** Which machines are larger than what they serve needs, and which do nothing at all. */
export function analyzeResources(aws: Aws, onDemand: OnDemandPrices) {
  return defineTask({
    parameters: noParameters,
    output: z.object({ findings: z.array(finding), recommendations: z.array(proposal) }),
    run: (_, context) =>
      inAccount(aws, context, async (account) => {
        const gateway = new Gateway(gatewayUrlOf(context));
        const estate = await surveyed(account, gateway, { aws, context, onDemand });
        const { findings, recommendations } = await analyseResources(estate, {
          servedOn: (deployment, machineIds) => servedOn(gateway, deployment, machineIds),
          offersOf: (types) => offersOf(types, account.region, onDemand),
        });
        return { findings: [...findings], recommendations: [...recommendations] };
      }),
  });
}

interface Surveyor {
  readonly aws: Aws;
  readonly context: TaskContext;
  readonly onDemand: OnDemandPrices;
}

async function surveyed(account: Account, gateway: Gateway, { aws, context, onDemand }: Surveyor): Promise<Estate> {
  const machines = await machinesIn(account, ['running']);
  const ids = machines.map(({ instanceId }) => instanceId);
  const [deployments, types, usage, prices, reservations] = await Promise.all([
    gateway.deployments(),
    instanceTypes(account),
    inMetrics(aws, context, (cloudWatch) => measureUsage(cloudWatch, ids)),
    monthlyPrices(machines, { ec2: account.ec2, onDemand }),
    reservationsIn(account),
  ]);
  return { machines, deployments, types, usage, prices, reservations };
}

/** A type that has no price in the region is not on sale there. */
async function offersOf(
  types: readonly InstanceType[],
  region: string,
  onDemand: OnDemandPrices,
): Promise<readonly Offer[]> {
  const priced = types.map(async (type): Promise<Offer | undefined> => {
    const cents = await onDemand.of(type.name, region).catch((error: unknown) => {
      if (error instanceof TaskError && error.code === 'no_price') return undefined;
      throw error;
    });
    return cents === undefined ? undefined : { type, cents };
  });
  return (await Promise.all(priced)).flatMap((offer) => offer ?? []);
}
