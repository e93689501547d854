import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import { inAccount } from '../../shared/account.ts';
import { facts, noParameters, share } from '../../shared/schemas.ts';
import { cloudOf, defineTask, type TaskContext } from '../../shared/task.ts';
import { analyse } from '../analysis.ts';
import { offerFor } from '../market.ts';
import { propose } from '../proposal.ts';
import type { RiskAssessor } from '../risk-assessor.ts';
import { measureSpend, type SpendSources } from '../spend.ts';
import type { SpotAdvisor } from '../spot-advisor.ts';

const reasons = [
  'offer_rule_met',
  'latency_critical',
  'not_fault_tolerant',
  'already_spot',
  'no_spot_pool',
  'discount_too_small',
  'interruptions_too_frequent',
  'capacity_too_small',
] as const;

const output = z.object({
  monthly_cost: z.number().min(0),
  findings: z.array(
    z.object({
      kind: z.string(),
      instance_ids: z.array(z.string()),
      decision: z.enum(['recommended', 'refused']),
      reason: z.enum(reasons),
      facts: facts.optional(),
    }),
  ),
  recommendations: z.array(
    z.object({
      type: z.literal('spot_migration'),
      title: z.string(),
      description: z.string(),
      risk_level: z.enum(['low', 'medium', 'high', 'critical']),
      risk_assessed_by: z.enum(['rules', 'language_model']),
      estimated_savings: z.number().positive(),
      confidence: share,
      instance_ids: z.array(z.string()).min(1),
    }),
  ),
});

export interface AnalysisSources extends SpendSources {
  readonly advisor: SpotAdvisor;
  readonly assessor: RiskAssessor;
}

/** Which machines would be cheaper on spot capacity, and why the others would not. */
export function analyzeCost(aws: Aws, sources: AnalysisSources) {
  return defineTask({
    parameters: noParameters,
    output,
    run: (_, context) =>
      inAccount(aws, context, async (account) => {
        const rates = await sources.advisor.rates(accountIdOf(context));
        const { machines, monthly } = await measureSpend(context.customer.customer_id, account, sources);
        const market = { account, onDemand: sources.onDemand, rates };
        const { findings, candidates } = await analyse(machines, (group) => offerFor(group, market));
        const recommendations = await Promise.all(candidates.map((candidate) => propose(candidate, sources.assessor)));
        return { monthly_cost: monthly / 100, findings: [...findings], recommendations };
      }),
  });
}

/** The account id stands in the role's name: arn:aws:iam::<account id>:role/<name>. */
function accountIdOf(context: TaskContext): string {
  return cloudOf(context).role_arn.split(':')[4] ?? '';
}
