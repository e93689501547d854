import { z } from 'zod';
import { Gateway } from '../../../shared/gateway.ts';
import { deploymentOf } from '../../shared/deployment.ts';
import { share } from '../../shared/schemas.ts';
import { defineTask, gatewayUrlOf } from '../../shared/task.ts';
import { goldenSet } from '../golden-set.ts';
import { measureReplica } from '../questioning.ts';
import { hallucinationShareOf, type Quality, scoreOf, sumQuality } from '../scoring.ts';
import { type Baseline, dropOf, judgeQuality, worstOf } from '../verdict.ts';
import type { QualityStores } from './establish-baseline.ts';

const parameters = z.object({ deployment: z.string().min(1), replica_ids: z.array(z.string().min(1)).min(1) });

const output = z.object({
  verdict: z.enum(['approve', 'review', 'reject', 'unmeasured']),
  quality: share,
  quality_baseline: share,
  quality_drop: z.number(),
  hallucination_share: share,
  answers: z.number().int().min(0),
});

type Output = z.infer<typeof output>;

const wordsPerAnswer = goldenSet.reduce((sum, { words }) => sum + words.length, 0) / goldenSet.length;

/** Compares the answers of each changed replica with the baseline. The worst replica decides: a mean would hide it. */
export function validateQuality({ baselines, metrics }: QualityStores) {
  return defineTask({
    parameters,
    output,
    run: async ({ deployment: name, replica_ids: replicaIds }, context): Promise<Output> => {
      const gateway = new Gateway(gatewayUrlOf(context));
      const customerId = context.customer.customer_id;
      const baseline = await baselines.get({ customerId, deployment: name }, wordsPerAnswer);
      const { model } = await deploymentOf(gateway, name);
      const asked = replicaIds.map(async (id) => ({ id, quality: await measureReplica(gateway, id, model) }));
      const measured = (await Promise.all(asked)).flatMap(({ id, quality }) => (quality ? [{ id, quality }] : []));
      const timestamp = new Date();
      await metrics.record(
        measured.map(({ id, quality }) => {
          return { customerId, metricType: 'quality_score', scope: id, timestamp, value: scoreOf(quality) };
        }),
      );
      const qualities = measured.map(({ quality }) => quality);
      return baseline && qualities.length === replicaIds.length
        ? judged(qualities, baseline)
        : unmeasured(sumQuality(qualities));
    },
  });
}

function judged(qualities: readonly Quality[], baseline: Baseline): Output {
  const worst = worstOf(qualities, baseline);
  return {
    verdict: judgeQuality(worst, baseline),
    quality: scoreOf(worst),
    quality_baseline: scoreOf({ ...worst, ...baseline }),
    quality_drop: dropOf(worst, baseline),
    hallucination_share: hallucinationShareOf(worst),
    answers: sumQuality(qualities).answers,
  };
}

/** A replica did not answer everything, or there is no baseline to compare with. */
function unmeasured(all: Quality): Output {
  return {
    verdict: 'unmeasured',
    quality: scoreOf(all),
    quality_baseline: 0,
    quality_drop: 0,
    hallucination_share: hallucinationShareOf(all),
    answers: all.answers,
  };
}
