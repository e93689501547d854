import { z } from 'zod';
import type { Aws } from '../../../shared/aws.ts';
import { inAccount } from '../../shared/account.ts';
import { finding, noParameters, proposal } from '../../shared/schemas.ts';
import { cloudOf, defineTask, type TaskContext } from '../../shared/task.ts';
import { analyse, type Candidate } from '../analysis.ts';
import { offerFor } from '../market.ts';
import type { OutcomeStore } from '../outcome-store.ts';
import { propose, type Recall } from '../proposal.ts';
import type { RiskAssessor } from '../risk-assessor.ts';
import { measureSpend, type SpendSources } from '../spend.ts';
import type { SpotAdvisor } from '../spot-advisor.ts';

const output = z.object({
  monthly_cost: z.number().min(0),
  findings: z.array(finding),
  recommendations: z.array(proposal),
});

export interface AnalysisSources extends SpendSources {
  readonly advisor: SpotAdvisor;
  readonly assessor: RiskAssessor;
  readonly outcomes: Pick<OutcomeStore, 'similar'>;
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
        const assess = (candidate: Candidate) => sources.assessor.assess(candidate, context.customer.customer_id);
        const recall = recallOf(sources.outcomes, context);
        const recommendations = await Promise.all(candidates.map((candidate) => propose(candidate, assess, recall)));
        return { monthly_cost: monthly / 100, findings: [...findings], recommendations };
      }),
  });
}

/** The customer's own outcomes. A memory out of reach is logged and counts as none: an offer is worth making without it. */
export function recallOf(outcomes: AnalysisSources['outcomes'], { customer, logger }: TaskContext): Recall {
  return async (situation) => {
    try {
      return await outcomes.similar(customer.customer_id, situation);
    } catch (error) {
      logger.warn({ err: error }, 'no memory of similar outcomes; confidence by rule alone');
      return [];
    }
  };
}

/** The account id stands in the role's name: arn:aws:iam::<account id>:role/<name>. */
function accountIdOf(context: TaskContext): string {
  return cloudOf(context).role_arn.split(':')[4] ?? '';
}
