import type { Proposal } from '../shared/schemas.ts';
import { dollars, percent } from '../shared/words.ts';
import type { Candidate } from './analysis.ts';
import { learnedConfidence, type Precedent, remarkOn } from './experience.ts';
import type { Group } from './market.ts';
import { rounded } from './offer-rule.ts';
import type { Situation } from './outcome-vector.ts';
import { confidenceIn } from './risk.ts';
import type { Assessment } from './risk-assessor.ts';

/** Looks up what came of the customer's optimizations in similar situations. */
export type Recall = (situation: Situation) => Promise<readonly Precedent[]>;

export type Assess = (candidate: Candidate) => Promise<Assessment>;

/** What the customer is offered for a group of machines. */
export async function propose(candidate: Candidate, assess: Assess, recall: Recall): Promise<Proposal> {
  const { group, offer } = candidate;
  const situation = situationOf(candidate);
  const savings = situation.predicted_savings;
  const [assessment, precedents] = await Promise.all([assess(candidate), recall(situation)]);
  return {
    type: group.move,
    title: titleFor(group),
    description: [
      `${group.machines.length} fault-tolerant ${group.instanceType} in ${group.region} would cost`,
      `${dollars(savings)} a month less on spot capacity, at its mean price of the last 30 days`,
      `(${percent(offer.discount)} below on demand). About ${percent(offer.interruptionRate)} of such machines are`,
      'taken back in a month.',
      group.move === 'batch_spot_migration'
        ? 'Nothing ends on demand before its batch work is seen to go on there.'
        : '',
      assessment.rationale,
      remarkOn(precedents),
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    risk_level: assessment.level,
    risk_assessed_by: assessment.by,
    estimated_savings: savings,
    confidence: learnedConfidence(confidenceIn(offer.historyDays, offer.interruptionRate), precedents),
    instance_ids: group.machines.map(({ instanceId }) => instanceId),
  };
}

function titleFor({ move, machines, instanceType }: Group): string {
  const what = `${machines.length} x ${instanceType}`;
  return `Move ${move === 'batch_spot_migration' ? `the batch work of ${what}` : what} to spot capacity`;
}

/** The situation as its outcome will be remembered, should the offer be approved. */
function situationOf({ group, offer }: Candidate): Situation {
  return {
    type: group.move,
    predicted_savings: Math.round(offer.savings / 100),
    machines: group.machines.length,
    discount: rounded(offer.discount),
    interruption_rate: rounded(offer.interruptionRate),
  };
}
