import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import { inAccount } from '../../shared/account.ts';
import { type Machine, machinesIn } from '../../shared/machines.ts';
import { monthlyPrices, type OnDemandPrices } from '../../shared/prices.ts';
import { noParameters } from '../../shared/schemas.ts';
import { defineTask } from '../../shared/task.ts';

const output = z.object({
  instances: z.array(
    z.object({
      instance_id: z.string(),
      name: z.string(),
      instance_type: z.string(),
      region: z.string(),
      market: z.enum(['on_demand', 'spot']),
      fault_tolerant: z.boolean(),
      latency_critical: z.boolean(),
      launched_at: z.iso.datetime(),
      monthly_cost: z.number(),
    }),
  ),
});

/** The machines that run or are about to, with what they cost. */
export function discoverInfrastructure(aws: Aws, onDemand: OnDemandPrices) {
  return defineTask({
    parameters: noParameters,
    output,
    run: (_, context) =>
      inAccount(aws, context, async (account) => {
        const machines = await machinesIn(account, ['pending', 'running']);
        const prices = await monthlyPrices(machines, { ec2: account.ec2, onDemand });
        return { instances: machines.map((machine) => describe(machine, prices.get(machine.instanceId) ?? 0)) };
      }),
  });
}

function describe(machine: Machine, cents: number) {
  return {
    instance_id: machine.instanceId,
    name: machine.name,
    instance_type: machine.instanceType,
    region: machine.region,
    market: machine.market,
    fault_tolerant: machine.faultTolerant,
    latency_critical: machine.latencyCritical,
    launched_at: machine.launchedAt.toISOString(),
    monthly_cost: cents / 100,
  };
}
