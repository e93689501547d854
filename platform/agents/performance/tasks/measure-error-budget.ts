import { z } from 'zod';
import { Gateway } from '../../../shared/gateway.ts';
import { noParameters, share } from '../../shared/schemas.ts';
import { defineTask, gatewayUrlOf } from '../../shared/task.ts';
import { maxErrorRate } from '../error-rate.ts';

/** The error budget is over the requests of the last hour. */
const windowSeconds = 3600;

/** Which share of the last hour's requests, of all deployments together, has failed. Of none, none has. */
export function measureErrorBudget() {
  return defineTask({
    parameters: noParameters,
    output: z.object({ allowed: share, measured: share, kept: z.boolean() }),
    run: async (_, context) => {
      const gateway = new Gateway(gatewayUrlOf(context));
      const deployments = await gateway.deployments();
      const traffic = await Promise.all(deployments.map(({ name }) => gateway.traffic(name, windowSeconds)));
      const requests = traffic.reduce((sum, part) => sum + part.requests, 0);
      const failed = traffic.reduce((sum, part) => sum + part.failed, 0);
      const measured = requests === 0 ? 0 : failed / requests;
      return { allowed: maxErrorRate, measured, kept: failed <= requests * maxErrorRate };
    },
  });
}
