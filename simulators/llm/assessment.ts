import type { Facts } from './facts.ts';

export type RiskLevel = 'low' | 'medium' | 'high';

/** What the model answers about a change. */
export interface Assessment {
  readonly risk_level: RiskLevel;
  readonly rationale: string;
}

interface Finding {
  readonly risk: RiskLevel;
  readonly reason: string;
}

/** Up to `low` and `medium` a fact means that risk, beyond that a high one. */
interface Scale {
  readonly fact: string;
  readonly low: number;
  readonly medium: number;
  readonly says: string;
}

const ranks: readonly RiskLevel[] = ['low', 'medium', 'high'];

/** Shares 0..1. Interruption rates by AWS's Spot Advisor bands: under 5 % rarely, above 15 % often taken back. */
const scales: readonly Scale[] = [
  { fact: 'interruption_rate', low: 0.05, medium: 0.15, says: 'share of machines taken back in a month' },
  { fact: 'quality_drop', low: 0.02, medium: 0.05, says: 'relative loss of quality' },
  { fact: 'hallucination_rate', low: 0.02, medium: 0.1, says: 'share of answers that state wrong facts' },
  { fact: 'error_rate', low: 0.001, medium: 0.01, says: 'share of requests that fail' },
  { fact: 'utilisation_after', low: 0.75, medium: 0.85, says: 'use of the machines afterwards' },
  { fact: 'utilization_after', low: 0.75, medium: 0.85, says: 'use of the machines afterwards' },
  { fact: 'gpu_memory_use_after', low: 0.85, medium: 0.95, says: 'use of GPU memory afterwards' },
];

/** Where no figure tells: what is easily undone is low, what ends or binds is medium. */
const usualRisk: Readonly<Record<string, RiskLevel>> = {
  kv_cache_optimization: 'low',
  batch_optimization: 'low',
  right_sizing: 'low',
  quantization: 'medium',
  spot_migration: 'medium',
  batch_spot_migration: 'medium',
  reserved_instance: 'medium',
  idle_resource: 'medium',
  terminate: 'medium',
  cross_cloud_migration: 'medium',
};

/** Judges a change by its facts alone: the worst finding decides, and every finding is named. */
export function assess(facts: Facts): Assessment {
  const findings = [...scaleFindings(facts), ...relationFindings(facts)];
  if (findings.length === 0) return unmeasured(facts);
  const worst = findings.reduce((a, b) => (ranks.indexOf(b.risk) > ranks.indexOf(a.risk) ? b : a));
  return { risk_level: worst.risk, rationale: `${findings.map(({ reason }) => reason).join('; ')}.` };
}

function scaleFindings(facts: Facts): readonly Finding[] {
  return scales.flatMap(({ fact, low, medium, says }) => {
    const value = number(facts, fact);
    if (value === undefined) return [];
    const risk = value <= low ? 'low' : value <= medium ? 'medium' : 'high';
    return [{ risk, reason: `${fact} ${value} (${says}) means ${risk} risk` } as const];
  });
}

/** Facts that only mean something beside another, or at a limit. */
function relationFindings(facts: Facts): readonly Finding[] {
  return [
    compared(facts, ['capacity', 'machines'], (capacity, machines) => (capacity >= machines ? 'low' : 'high')),
    compared(facts, ['p95_after', 'slo_p95'], (p95, slo) =>
      p95 <= 0.9 * slo ? 'low' : p95 <= slo ? 'medium' : 'high',
    ),
    compared(facts, ['history_days', 'needed_days'], (history, needed) => (history >= needed ? 'low' : 'high')),
    compared(facts, ['break_even_month', 'term_months'], (month, term) => (month <= term ? 'medium' : 'high')),
    flagged(facts, 'latency_critical', 'high'),
    flagged(facts, 'irreversible', 'medium'),
    limited(facts, 'discount', (discount) => (discount >= 0.3 ? 'low' : 'medium')),
    limited(facts, 'price_history_days', (days) => (days >= 30 ? 'low' : days >= 7 ? 'medium' : 'high')),
    limited(facts, 'net_savings', (savings) => (savings > 0 ? 'low' : 'high')),
    limited(facts, 'idle_days', (days) => (days >= 7 ? 'low' : 'high')),
  ].filter((finding) => finding !== undefined);
}

function compared(
  facts: Facts,
  [a, b]: readonly [string, string],
  judge: (a: number, b: number) => RiskLevel,
): Finding | undefined {
  const [x, y] = [number(facts, a), number(facts, b)];
  if (x === undefined || y === undefined) return undefined;
  const risk = judge(x, y);
  return { risk, reason: `${a} ${x} beside ${b} ${y} means ${risk} risk` };
}

function limited(facts: Facts, fact: string, judge: (value: number) => RiskLevel): Finding | undefined {
  const value = number(facts, fact);
  if (value === undefined) return undefined;
  const risk = judge(value);
  return { risk, reason: `${fact} ${value} means ${risk} risk` };
}

function flagged(facts: Facts, fact: string, risk: RiskLevel): Finding | undefined {
  return facts[fact] === true ? { risk, reason: `${fact} means ${risk} risk` } : undefined;
}

function unmeasured(facts: Facts): Assessment {
  const kind = typeof facts.kind === 'string' ? facts.kind : 'change';
  const risk_level = usualRisk[kind] ?? 'medium';
  return { risk_level, rationale: `No figure bears on this ${kind}; such a change usually means ${risk_level} risk.` };
}

function number(facts: Facts, fact: string): number | undefined {
  const value = facts[fact];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
