import { z } from 'zod';
import { type Deployment, Gateway } from '../../../shared/gateway.ts';
import type { MetricsStore } from '../../../shared/metrics-store.ts';
import { deploymentOf, isOn, servingReplicas } from '../../shared/deployment.ts';
import { deploymentParameters, instanceIds, share } from '../../shared/schemas.ts';
import { defineTask, gatewayUrlOf } from '../../shared/task.ts';
import type { BaselineStore, DeploymentKey } from '../baseline-store.ts';
import { measureReplica } from '../questioning.ts';
import { hallucinationShareOf, type Quality, scoreOf, sumQuality } from '../scoring.ts';
import { maxHallucinationShare } from '../verdict.ts';

const parameters = z.union([
  deploymentParameters,
  z.object({ instance_ids: instanceIds.min(1) }),
  z.object({ unchanged: z.literal(true) }),
]);

const output = z.object({
  approved: z.boolean(),
  baseline_established: z.boolean(),
  reason: z.string(),
  quality: share,
  hallucination_share: share,
});

type Output = z.infer<typeof output>;

export interface QualityStores {
  readonly baselines: BaselineStore;
  readonly metrics: MetricsStore;
}

/**
 * Measures the answers of every serving replica before a change, for later ones to be compared with. Of machines that are to
 * end there must be none, and where nothing changes that answers, nothing needs to be measured.
 */
export function establishBaseline(stores: QualityStores) {
  return defineTask({
    parameters,
    output,
    run: async (asked, context) => {
      if ('unchanged' in asked) return unchanged;
      const gateway = new Gateway(gatewayUrlOf(context));
      if ('instance_ids' in asked) return unserved(await gateway.deployments(), asked.instance_ids);
      return measure(gateway, { customerId: context.customer.customer_id, deployment: asked.deployment }, stores);
    },
  });
}

async function measure(gateway: Gateway, key: DeploymentKey, { baselines, metrics }: QualityStores): Promise<Output> {
  const { customerId, deployment: name } = key;
  const deployment = await deploymentOf(gateway, name);
  const { model } = deployment;
  const asked = servingReplicas(deployment).map((replica) => measureReplica(gateway, replica.replica_id, model));
  const quality = sumQuality((await Promise.all(asked)).flatMap((one) => one ?? []));
  if (quality.answers === 0) return unmeasured(name);
  await baselines.put(key, model, quality);
  const value = scoreOf(quality);
  await metrics.record([{ customerId, metricType: 'quality_score', scope: name, timestamp: new Date(), value }]);
  return established(name, quality);
}

/** Machines on which no model is served cannot make answers worse. */
export function unserved(deployments: readonly Deployment[], machineIds: readonly string[]): Output {
  const served = deployments.filter((deployment) => isOn(deployment, machineIds)).map(({ name }) => name);
  const reason =
    served.length === 0
      ? 'No model is served on these machines, so that there are no answers to measure and none that could get worse'
      : `${served.join(', ')} answers on these machines`;
  return { ...nothingMeasured, approved: served.length === 0, reason };
}

function established(name: string, quality: Quality): Output {
  const hallucinationShare = hallucinationShareOf(quality);
  const approved = hallucinationShare <= maxHallucinationShare;
  const facts = `${percent(scoreOf(quality))} of the words of ${quality.answers} answers of ${name} are right`;
  const hallucinated = `${percent(hallucinationShare)} of the answers state a wrong fact`;
  const limit = `more than the ${percent(maxHallucinationShare)} that may`;
  return {
    approved,
    baseline_established: true,
    reason: `${facts}; ${hallucinated}${approved ? '' : `, ${limit}`}`,
    quality: scoreOf(quality),
    hallucination_share: hallucinationShare,
  };
}

function unmeasured(name: string): Output {
  const reason = `No replica of ${name} answers all prompts, so that there is nothing to compare with later`;
  return { ...nothingMeasured, approved: false, reason };
}

const nothingMeasured = { baseline_established: false, quality: 0, hallucination_share: 0 } as const;

const unchanged: Output = {
  ...nothingMeasured,
  approved: true,
  reason: 'Neither models nor machines change, so that no answer can get worse',
};

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
