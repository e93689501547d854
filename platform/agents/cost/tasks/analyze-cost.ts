import { z } from 'zod';
import { inAccount } from '../../shared/account.ts';
import { projectOf } from '../../shared/google/project.ts';
import { type Account, type Machine, machinesIn } from '../../shared/machines.ts';
import { areBound, type Reservation, reservationsIn } from '../../shared/reservations.ts';
import { type Finding, finding, instanceIds, type Proposal, proposal } from '../../shared/schemas.ts';
import { awsOf, defineTask, neededAws, type TaskContext } from '../../shared/task.ts';
import { analyse, type Candidate } from '../analysis.ts';
import { offerFor } from '../market.ts';
import type { OutcomeStore } from '../outcome-store.ts';
import { analysePlacement } from '../placement/analysis.ts';
import { propose, type Recall } from '../proposal.ts';
import { reservedAdvice } from '../reserved/advice.ts';
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

/** Which machines would be cheaper on spot capacity, in another cloud or reserved, and why the others would not. */
export function analyzeCost(sources: AnalysisSources) {
  return defineTask({
    parameters: z.object({ planned_instance_ids: instanceIds.optional() }),
    output,
    run: async ({ planned_instance_ids: planned }, context) => {
      const [{ monthly }, advice] = await Promise.all([
        measureSpend(context, sources),
        adviceFor(planned, context, sources),
      ]);
      return {
        monthly_cost: monthly / 100,
        findings: [...advice.findings],
        recommendations: [...advice.recommendations],
      };
    },
  });
}

/** What the customer has at AWS. */
interface Estate {
  readonly account: Account;
  /** Those that run. */
  readonly machines: readonly Machine[];
  readonly reservations: readonly Reservation[];
}

/** Advice is given about machines at AWS. @param planned machines that others want to end, move or shrink; undefined where nobody knows */
async function adviceFor(
  planned: readonly string[] | undefined,
  context: TaskContext,
  sources: AnalysisSources,
): Promise<Advice> {
  if (!awsOf(context)) return nothing;
  return inAccount(sources.aws, context, async (account) => {
    const [machines, reservations] = await Promise.all([machinesIn(account, ['running']), reservationsIn(account)]);
    const estate = { account, machines, reservations };
    const spot = await spotAdvice(estate, context, sources);
    const elsewhere = await placementAdvice(estate, context, sources);
    // What can be had cheaper where it is need not move.
    const moved = new Set(machinesOf(spot));
    const moves = elsewhere.recommendations.filter(({ instance_ids: ids }) => !ids.some((id) => moved.has(id)));
    const leaving = [...spot.recommendations, ...moves];
    // Nobody should pay for years for what something better is planned for.
    const spoken = planned && [...planned, ...machinesOf({ recommendations: leaving })];
    const reserved = spoken ? await reservedAdvice({ ...estate, planned: spoken }, context, sources) : nothing;
    return {
      findings: [...spot.findings, ...elsewhere.findings, ...reserved.findings],
      recommendations: [...leaving, ...reserved.recommendations],
    };
  });
}

const nothing: Advice = { findings: [], recommendations: [] };

function machinesOf({ recommendations }: Pick<Advice, 'recommendations'>): readonly string[] {
  return recommendations.flatMap(({ instance_ids }) => instance_ids);
}

async function spotAdvice(
  { account, machines, reservations }: Estate,
  context: TaskContext,
  sources: AnalysisSources,
): Promise<Advice> {
  const rates = await sources.advisor.rates(accountIdOf(context));
  const market = { account, onDemand: sources.onDemand, rates };
  const { findings, candidates } = await analyse(machines, {
    offerFor: (group) => offerFor(group, market),
    areBound: (leaving) => areBound(leaving, machines, reservations),
  });
  const assess = (candidate: Candidate) => sources.assessor.assess(candidate, context.customer.customer_id);
  const recall = recallOf(sources.outcomes, context);
  return {
    findings,
    recommendations: await Promise.all(candidates.map((candidate) => propose(candidate, assess, recall))),
  };
}

async function placementAdvice(
  { account, machines, reservations }: Estate,
  context: TaskContext,
  sources: AnalysisSources,
): Promise<Advice> {
  const project = await projectOf(sources.gcp, context);
  if (!project) return nothing;
  // Without it a reservation would cover nothing: its price would be paid on.
  const free = machines.filter((machine) => !areBound([machine], machines, reservations));
  const judgements = await analysePlacement(free, { account, project, context }, sources);
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
