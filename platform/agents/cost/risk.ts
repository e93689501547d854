import type { components } from '../../../contracts/generated/openapi.ts';
import { maxInterruptionRate, rounded } from './offer-rule.ts';

export type RiskLevel = components['schemas']['RiskLevel'];

export const riskLevels: readonly RiskLevel[] = ['low', 'medium', 'high', 'critical'];

/** Share of the machines taken back in a month up to which a move is of low risk: AWS's advisor's lowest class. */
export const lowRiskInterruptionRate = 0.05;

/** The risk by rule. @param interruptionRate share of the machines taken back in a month */
export function riskOf(interruptionRate: number): RiskLevel {
  const rate = rounded(interruptionRate);
  if (rate <= lowRiskInterruptionRate) return 'low';
  return rate <= maxInterruptionRate ? 'medium' : 'high';
}

/** The higher of two. */
export function higherRisk(a: RiskLevel, b: RiskLevel): RiskLevel {
  return riskLevels.indexOf(a) >= riskLevels.indexOf(b) ? a : b;
}

/**
 * How sure a prediction is, 0..1: half for a mean price, up to 0.25 for a full month of history behind it, up to 0.2 for
 * machines that are seldom taken back.
 *
 * @param historyDays days of price history behind the mean
 */
export function confidenceIn(historyDays: number, interruptionRate: number): number {
  const history = 0.25 * Math.min(1, historyDays / monthOfHistory);
  const calm = 0.2 * Math.max(0, 1 - interruptionRate / maxInterruptionRate);
  return Math.round((0.5 + history + calm) * 100) / 100;
}

const monthOfHistory = 30;
