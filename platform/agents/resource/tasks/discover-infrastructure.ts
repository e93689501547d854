import { z } from 'zod';
import { refuseOpenRole } from '../../shared/account.ts';
import { type Clouds, machinesAt, type PricedMachine } from '../../shared/estate.ts';
import { cloudProvider, market } from '../../shared/schemas.ts';
import { defineTask } from '../../shared/task.ts';

const output = z.object({
  instances: z.array(
    z.object({
      instance_id: z.string(),
      cloud_provider: cloudProvider,
      name: z.string(),
      instance_type: z.string(),
      region: z.string(),
      market,
      fault_tolerant: z.boolean(),
      latency_critical: z.boolean(),
      launched_at: z.iso.datetime(),
      monthly_cost: z.number(),
    }),
  ),
});

/** The machines of one cloud that run or are about to, with what they cost. */
export function discoverInfrastructure(clouds: Clouds) {
  return defineTask({
    parameters: z.object({ cloud_provider: cloudProvider }),
    output,
    run: async ({ cloud_provider }, context) => {
      if (cloud_provider === 'aws') await refuseOpenRole(clouds.aws, context);
      const machines = await machinesAt(cloud_provider, ['pending', 'running'], { clouds, context });
      return { instances: machines.map(describe) };
    },
  });
}

function describe({ machine, cents }: PricedMachine) {
  return {
    instance_id: machine.instanceId,
    cloud_provider: machine.cloud,
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
