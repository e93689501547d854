import { z } from 'zod';
import { Gateway } from '../../../shared/gateway.ts';
import { deploymentOf } from '../../shared/deployment.ts';
import { deploymentParameters } from '../../shared/schemas.ts';
import { defineTask, gatewayUrlOf } from '../../shared/task.ts';
import { snapshotSchema, takeSnapshot } from '../reading.ts';

/** Reads the counters of every replica at the beginning of a window. */
export function openWindow() {
  return defineTask({
    parameters: deploymentParameters,
    output: z.object({ snapshot: snapshotSchema }),
    run: async (parameters, context) => {
      const gateway = new Gateway(gatewayUrlOf(context));
      const { replicas } = await deploymentOf(gateway, parameters.deployment);
      return {
        snapshot: await takeSnapshot(
          gateway,
          replicas.map(({ replica_id: id }) => id),
        ),
      };
    },
  });
}
