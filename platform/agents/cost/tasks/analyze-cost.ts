import { z } from 'zod';
import { inAccount } from '../../shared/account.ts';
import { projectOf } from '../../shared/google/project.ts';
import { type Account, machinesIn } from '../../shared/machines.ts';
import { type Finding, finding, noParameters, type Proposal, proposal } from '../../shared/schemas.ts';
import { awsOf, defineTask, neededAws, type TaskContext } from '../../shared/task.ts';
import { analyse, type Candidate } from '../analysis.ts';
import { offerFor } from '../market.ts';
import type { OutcomeStore } from '../outcome-store.ts';
import { analysePlacement } from '../placement/analysis.ts';
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
  /** Where what is known of Google's spot markets is read. */
  readonly outlookUrl: string;
}

interface Advice {
  readonly findings: readonly Finding[];
  readonly recommendations: readonly Proposal[];
}

/** Which machines would be cheaper on spot capacity or in another cloud, and why the others would not. */
export function analyzeCost(sources: AnalysisSources) {
  return defineTask({
    parameters: noParameters,
    output,
    run: async (_, context) => {
      const [{ monthly }, advice] = await Promise.all([measureSpend(context, sources), adviceFor(context, sources)]);
      return {
        monthly_cost: monthly / 100,
        findings: [...advice.findings],
        recommendations: [...advice.recommendations],
      };
    },
  });
}

/** Advice is given about machines at AWS. */
async function adviceFor(context: TaskContext, sources: AnalysisSources): Promise<Advice> {
  if (!awsOf(context)) return { findings: [], recommendations: [] };
  return inAccount(sources.aws, context, async (account) => {
    const spot = await spotAdvice(account, context, sources);
    const elsewhere = await placementAdvice(account, context, sources);
    // What can be had cheaper where it is need not move.
    const staying = new Set(spot.recommendations.flatMap(({ instance_ids }) => instance_ids));
    const moves = elsewhere.recommendations.filter(({ instance_ids: ids }) => !ids.some((id) => staying.has(id)));
    return {
      findings: [...spot.findings, ...elsewhere.findings],
      recommendations: [...spot.recommendations, ...moves],
    };
  });
}

async function spotAdvice(account: Account, context: TaskContext, sources: AnalysisSources): Promise<Advice> {
  const rates = await sources.advisor.rates(accountIdOf(context));
  const machines = await machinesIn(account, ['running']);
  const market = { account, onDemand: sources.onDemand, rates };
  const { findings, candidates } = await analyse(machines, (group) => offerFor(group, market));
  const assess = (candidate: Candidate) => sources.assessor.assess(candidate, context.customer.customer_id);
  const recall = recallOf(sources.outcomes, context);
  return {
    findings,
    recommendations: await Promise.all(candidates.map((candidate) => propose(candidate, assess, recall))),
  };
}

async function placementAdvice(account: Account, context: TaskContext, sources: AnalysisSources): Promise<Advice> {
  const project = await projectOf(sources.gcp, context);
  if (!project) return { findings: [], recommendations: [] };
  const machines = await machinesIn(account, ['running']);
  const judgements = await analysePlacement(machines, { account, project, context }, sources);
  return {
    findings: judgements.map((one) => one.finding),
    recommendations: judgements.flatMap((one) => one.proposal ?? []),
  };
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
  return neededAws(context).role_arn.split(':')[4] ?? '';
}
