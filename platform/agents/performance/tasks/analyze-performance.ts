import { z } from 'zod';
import { Gateway } from '../../../shared/gateway.ts';
import { finding, noParameters, proposal } from '../../shared/schemas.ts';
import { defineTask, gatewayUrlOf } from '../../shared/task.ts';
import { measureServing } from '../serving.ts';
import { analyseSettings } from '../settings-analysis.ts';

/** What holds each deployment up, and which settings would help. @param window wall milliseconds over which it is measured */
export function analyzePerformance(window: number) {
  return defineTask({
    parameters: noParameters,
    output: z.object({ findings: z.array(finding), recommendations: z.array(proposal) }),
    run: async (_, context) => {
      const gateway = new Gateway(gatewayUrlOf(context));
      const deployments = await gateway.deployments();
      const analyses = await Promise.all(
        deployments.map(async (deployment) =>
          analyseSettings(deployment, await measureServing(gateway, deployment, window)),
        ),
      );
      return {
        findings: analyses.flatMap(({ findings }) => findings),
        recommendations: analyses.flatMap(({ recommendations }) => recommendations),
      };
    },
  });
}
