import type { Candidate } from './analysis.ts';
import { higherRisk, type RiskLevel, riskOf } from './risk.ts';

export interface Assessment {
  readonly level: RiskLevel;
  readonly by: 'rules' | 'language_model';
  /** The language model's reason for a higher risk; empty where the rules decided. */
  readonly rationale: string;
}

/** An opinion of a language model that has already been checked for its form. */
export interface Opinion {
  readonly risk_level: RiskLevel;
  readonly rationale: string;
}

/** Undefined where it is absent, late, or makes no sense. */
export type Adviser = (candidate: Candidate, customerId: string) => Promise<Opinion | undefined>;

/** The risk by rule, which an adviser may raise and never lower. */
export class RiskAssessor {
  readonly #adviser: Adviser;

  constructor(adviser: Adviser) {
    this.#adviser = adviser;
  }

  async assess(candidate: Candidate, customerId: string): Promise<Assessment> {
    const byRule = riskOf(candidate.offer.interruptionRate);
    const opinion = await this.#adviser(candidate, customerId);
    if (!opinion || higherRisk(byRule, opinion.risk_level) === byRule) {
      return { level: byRule, by: 'rules', rationale: '' };
    }
    return { level: opinion.risk_level, by: 'language_model', rationale: opinion.rationale };
  }
}
