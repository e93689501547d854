import type { Proposal } from '../shared/schemas.ts';
import { dollars, percent } from '../shared/words.ts';
import type { Candidate } from './analysis.ts';
import { confidenceIn } from './risk.ts';
import type { RiskAssessor } from './risk-assessor.ts';

/** What the customer is offered for a group of machines. */
export async function propose(candidate: Candidate, assessor: RiskAssessor): Promise<Proposal> {
  const { group, offer } = candidate;
  const savings = Math.round(offer.savings / 100);
  const assessment = await assessor.assess(candidate);
  return {
    type: 'spot_migration',
    title: `Move ${group.machines.length} x ${group.instanceType} to spot capacity`,
    description: [
      `${group.machines.length} fault-tolerant ${group.instanceType} in ${group.region} would cost`,
      `${dollars(savings)} a month less on spot capacity, at its mean price of the last 30 days`,
      `(${percent(offer.discount)} below on demand). About ${percent(offer.interruptionRate)} of such machines are`,
      `taken back in a month.${assessment.rationale ? ` ${assessment.rationale}` : ''}`,
    ].join(' '),
    risk_level: assessment.level,
    risk_assessed_by: assessment.by,
    estimated_savings: savings,
    confidence: confidenceIn(offer.historyDays, offer.interruptionRate),
    instance_ids: group.machines.map(({ instanceId }) => instanceId),
  };
}
