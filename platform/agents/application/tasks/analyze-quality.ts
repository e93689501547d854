import { z } from 'zod';
import { type Deployment, Gateway } from '../../../shared/gateway.ts';
import type { MetricsStore } from '../../../shared/metrics-store.ts';
import { servingReplicas } from '../../shared/deployment.ts';
import { noParameters, share } from '../../shared/schemas.ts';
import { defineTask, gatewayUrlOf } from '../../shared/task.ts';
import { measureReplica } from '../questioning.ts';
import { hallucinationShareOf, type Quality, scoreOf, sumQuality } from '../scoring.ts';

const output = z.object({
  deployments: z.array(
    z.object({
      deployment: z.string(),
      quality: share,
      hallucination_share: share,
      answers: z.number().int().min(1),
    }),
  ),
});

/** Measures how good the answers of every deployment are now. One none of whose replicas answers is left out: nothing is known of it. */
export function analyzeQuality(metrics: MetricsStore) {
  return defineTask({
    parameters: noParameters,
    output,
    run: async (_, context) => {
      const gateway = new Gateway(gatewayUrlOf(context));
      const deployments: z.infer<typeof output>['deployments'] = [];
      for (const deployment of await gateway.deployments()) {
        context.signal.throwIfAborted();
        const quality = await measure(gateway, deployment);
        if (quality.answers > 0) deployments.push(describe(deployment.name, quality));
      }
      const common = {
        customerId: context.customer.customer_id,
        metricType: 'quality_score',
        timestamp: new Date(),
      } as const;
      await metrics.record(
        deployments.map(({ deployment, quality }) => ({ ...common, scope: deployment, value: quality })),
      );
      return { deployments };
    },
  });
}

async function measure(gateway: Gateway, deployment: Deployment): Promise<Quality> {
  const { model } = deployment;
  const asked = servingReplicas(deployment).map(({ replica_id }) => measureReplica(gateway, replica_id, model));
  return sumQuality((await Promise.all(asked)).flatMap((one) => one ?? []));
}

function describe(deployment: string, quality: Quality) {
  return {
    deployment,
    quality: scoreOf(quality),
    hallucination_share: hallucinationShareOf(quality),
    answers: quality.answers,
  };
}
