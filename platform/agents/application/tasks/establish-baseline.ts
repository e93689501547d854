import { z } from 'zod';
import { Gateway } from '../../../shared/gateway.ts';
import type { MetricsStore } from '../../../shared/metrics-store.ts';
import { deploymentOf } from '../../shared/deployment.ts';
import { deploymentParameters, share } from '../../shared/schemas.ts';
import { defineTask, gatewayUrlOf } from '../../shared/task.ts';
import type { BaselineStore } from '../baseline-store.ts';
import { measureReplica } from '../questioning.ts';
import { hallucinationShareOf, type Quality, scoreOf, sumQuality } from '../scoring.ts';
import { maxHallucinationShare } from '../verdict.ts';

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

/** Measures the answers of every serving replica before a change, for later ones to be compared with. */
export function establishBaseline({ baselines, metrics }: QualityStores) {
  return defineTask({
    parameters: deploymentParameters,
    output,
    run: async ({ deployment: name }, context) => {
      const gateway = new Gateway(gatewayUrlOf(context));
      const { model, replicas } = await deploymentOf(gateway, name);
      const serving = replicas.filter(({ state, weight }) => state === 'ready' && weight > 0);
      const measured = await Promise.all(serving.map((replica) => measureReplica(gateway, replica.replica_id, model)));
      const quality = sumQuality(measured.flatMap((one) => one ?? []));
      if (quality.answers === 0) return unmeasured(name);
      const customerId = context.customer.customer_id;
      await baselines.put({ customerId, deployment: name }, model, quality);
      const value = scoreOf(quality);
      await metrics.record([{ customerId, metricType: 'quality_score', scope: name, timestamp: new Date(), value }]);
      return established(name, quality);
    },
  });
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
  return {
    approved: false,
    baseline_established: false,
    reason: `No replica of ${name} answers all prompts, so that there is nothing to compare with later`,
    quality: 0,
    hallucination_share: 0,
  };
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}
