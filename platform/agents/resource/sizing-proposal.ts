import type { Deployment } from '../../shared/gateway.ts';
import type { Machine } from '../shared/machines.ts';
import type { Finding, Proposal } from '../shared/schemas.ts';
import { dollars, percent, rounded } from '../shared/words.ts';
import { maxPredictedUse, type Offer, predictedUse, type Sizing, type Workload } from './sizing.ts';

/** Machines of one type on which the same deployments serve. */
export interface ServingGroup {
  readonly machines: readonly [Machine, ...Machine[]];
  readonly deployments: readonly Deployment[];
}

export function sizeFinding(
  { machines, deployments }: ServingGroup,
  reason: Finding['reason'],
  measured: NonNullable<Finding['facts']> = {},
): Finding {
  const [deployment] = deployments;
  return {
    kind: 'right_sizing',
    instance_ids: machines.map(({ instanceId }) => instanceId),
    ...(deployment ? { deployment: deployment.name } : {}),
    decision: reason === 'oversized' ? 'recommended' : 'refused',
    reason,
    facts: { instance_type: machines[0].instanceType, ...measured },
  };
}

/** The figures behind a choice. */
export function sizingFacts(workload: Workload, { offer, tooSmall }: Sizing): NonNullable<Finding['facts']> {
  const { memory, hostMemory, gpus, utilisation } = workload;
  const target = offer?.type.gpus;
  return {
    gpu_utilisation: rounded(utilisation),
    gpus: gpus.count,
    gpu_memory_in_use_gb: rounded((memory.weights + memory.cacheInUse) / 1e9),
    host_memory_in_use_gib: rounded(hostMemory / 2 ** 30),
    ...(tooSmall.length > 0 ? { too_small: tooSmall.join(', ') } : {}),
    ...(offer && target
      ? {
          target_instance_type: offer.type.name,
          target_gpus: target.count,
          predicted_gpu_utilisation: rounded(predictedUse(workload, target.count)),
        }
      : {}),
  };
}

interface Choice {
  readonly offer: Offer;
  readonly workload: Workload;
  /** Cents a month of one machine as it is. */
  readonly present: number;
}

export function proposeSize(
  { machines }: ServingGroup,
  deployment: Deployment,
  { offer, workload, present }: Choice,
): Proposal {
  const [{ instanceType }] = machines;
  const savings = Math.round((machines.length * (present - offer.cents)) / 100);
  const use = predictedUse(workload, offer.type.gpus?.count ?? workload.gpus.count);
  return {
    type: 'right_sizing',
    title: `Replace ${machines.length} x ${instanceType} of ${deployment.name} by ${offer.type.name}`,
    description: [
      `The GPUs of ${deployment.name} work ${percent(workload.utilisation)} of the time.`,
      `On ${offer.type.name}, the cheapest size that holds what is in memory, they would work ${percent(use)} of it,`,
      `for ${dollars(savings)} a month less. Requests take longer with fewer GPUs; the objective of the deployment limits that.`,
    ].join(' '),
    risk_level: 'medium',
    risk_assessed_by: 'rules',
    estimated_savings: savings,
    confidence: confidenceIn(use),
    instance_ids: machines.map(({ instanceId }) => instanceId),
    deployment: deployment.name,
    target_instance_type: offer.type.name,
  };
}

/** How sure a proposal is, 0..1: half for the rule, up to 0.4 for a predicted use that leaves the limit far behind. */
function confidenceIn(use: number): number {
  return Math.round((0.5 + 0.4 * (1 - use / maxPredictedUse)) * 100) / 100;
}
