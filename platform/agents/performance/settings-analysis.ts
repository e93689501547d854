import type { Deployment, EngineArgs } from '../../shared/gateway.ts';
import { servingReplicas } from '../shared/deployment.ts';
import type { Finding, Proposal } from '../shared/schemas.ts';
import { rounded } from '../shared/words.ts';
import { bottlenecksOf } from './bottlenecks.ts';
import type { Serving } from './serving.ts';
import { type SettingsChange, type SettingsType, settingsRules } from './settings.ts';

export interface SettingsAnalysis {
  readonly findings: readonly Finding[];
  readonly recommendations: readonly Proposal[];
}

/** Judges each type of change of a deployment's settings by how it serves. */
export function analyseSettings(deployment: Deployment, serving: Serving): SettingsAnalysis {
  const [first] = servingReplicas(deployment);
  if (!first) return { findings: [], recommendations: [] };
  const bottlenecks = bottlenecksOf(serving);
  const judged = (Object.keys(settingsRules) as SettingsType[]).map((type) => {
    const verdict = settingsRules[type](first.engine_args, bottlenecks);
    return { type, verdict, before: first.engine_args };
  });
  return {
    findings: judged.map(({ type, verdict, before }) => findingOn(type, verdict, { deployment, serving, before })),
    recommendations: judged.flatMap(({ type, verdict, before }) =>
      typeof verdict === 'string' ? [] : [propose(type, verdict, { deployment, serving, before })],
    ),
  };
}

interface Subject {
  readonly deployment: Deployment;
  readonly serving: Serving;
  readonly before: EngineArgs;
}

function findingOn(type: SettingsType, verdict: SettingsChange | Finding['reason'], subject: Subject): Finding {
  const refused = typeof verdict === 'string';
  return {
    kind: type,
    instance_ids: machinesOf(subject.deployment),
    deployment: subject.deployment.name,
    decision: refused ? 'refused' : 'recommended',
    reason: refused ? verdict : 'bottleneck_found',
    facts: factsOf(subject),
  };
}

function factsOf({ serving, before }: Subject): NonNullable<Finding['facts']> {
  const measured = {
    time_to_first_token: serving.timeToFirstToken,
    time_per_output_token: serving.timePerOutputToken,
    waiting_requests: serving.waitingRequests,
    prefix_hit_rate: serving.prefixHitRate,
    memory_share: serving.memoryShare,
  };
  const known = Object.entries(measured).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, rounded(value)] as const],
  );
  const { enable_prefix_caching, quantization, max_num_seqs } = before;
  return {
    ...Object.fromEntries(known),
    requests: serving.requests,
    enable_prefix_caching,
    quantization,
    max_num_seqs,
  };
}

function propose(type: SettingsType, change: SettingsChange, { deployment, serving, before }: Subject): Proposal {
  const { action, reason } = words(type, before, change.engineArgs);
  const measured = change.bottlenecks.map(({ name, measured: value, threshold }) => {
    return `${name.replaceAll('_', ' ')} ${value} (limit ${threshold})`;
  });
  return {
    type,
    title: `${action} for ${deployment.name}`,
    description: `${reason}. Measured over ${Math.round(serving.requests)} requests: ${measured.join(', ')}.`,
    risk_level: change.risk,
    risk_assessed_by: 'rules',
    estimated_savings: 0,
    confidence: confidenceIn(serving.requests),
    instance_ids: machinesOf(deployment),
    deployment: deployment.name,
    engine_args: change.engineArgs,
    bottlenecks: [...change.bottlenecks],
  };
}

function words(type: SettingsType, before: EngineArgs, after: EngineArgs): { action: string; reason: string } {
  if (type === 'kv_cache_optimization') {
    const reason = 'Every prompt is read from its first token on, though the prefix cache could answer what they share';
    return { action: 'Turn on prefix caching', reason };
  }
  if (type === 'quantization') {
    const precision = after.quantization.toUpperCase();
    const reason = `With weights in ${precision} instead of 16 bits each token reads less memory, and more of it is free`;
    return { action: `Quantize the weights to ${precision}`, reason };
  }
  const reason = `Requests wait though the GPUs could answer more than ${before.max_num_seqs} at a time`;
  return { action: `Raise max_num_seqs from ${before.max_num_seqs} to ${after.max_num_seqs}`, reason };
}

/** How sure a proposal is, 0..1: half for the rule, up to 0.4 for a thousand requests behind the means. */
function confidenceIn(requests: number): number {
  return Math.round((0.5 + 0.4 * Math.min(1, requests / 1000)) * 100) / 100;
}

function machinesOf({ replicas }: Deployment): string[] {
  const present = replicas.filter(({ state }) => state !== 'gone');
  return [...new Set(present.map(({ machine_id: machine }) => machine))];
}
