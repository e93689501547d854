import type { components } from '../../../contracts/generated/openapi.ts';
import { finalProblem } from '../agents/task-error.ts';
import type { TaskOutput } from '../agents/tasks.ts';
import { type Change, inChange, type Stores } from '../database/change.ts';
import type { FindingFacts } from '../database/schema.ts';
import { emitEvent } from '../events/events.ts';
import { formatDollars, toCents } from '../money.ts';
import { enqueue, type Job } from '../queue/jobs.ts';
import type { ApprovalSeconds } from '../recommendations/expiry.ts';
import { supersede, withdrawReservations } from '../recommendations/withdrawal.ts';
import { type Platform, plannedMachines } from './planned-machines.ts';

type AgentType = components['schemas']['AgentType'];

/** What an analysis answers; the spend comes from the cost agent only, and instead of recommendations the application agent's figures. */
type Output = TaskOutput<'analyze_performance' | 'analyze_resources'> & {
  readonly monthly_cost?: number;
  readonly summary?: string;
};
type Proposal = Output['recommendations'][number];

interface Analyses extends Platform {
  readonly approvalSeconds: ApprovalSeconds;
}

/** Job: has an agent analyse, and turns what it proposes into recommendations that the other agents validate. */
export function runAnalysis({ stores, router, approvalSeconds }: Analyses): Job<'run_analysis'> {
  return async ({ analysisId }, { isLast }) => {
    const analysis = await stores.db.selectFrom('analyses').selectAll().where('id', '=', analysisId).executeTakeFirst();
    if (analysis?.status !== 'started') return;
    const { customer_id: customerId, agent_type: agentType } = analysis;
    try {
      const output = await analyse({ stores, router }, agentType, customerId);
      await keepAnalysis(stores, { analysisId, customerId, agentType, output, approvalSeconds });
    } catch (error) {
      await keepFailure(stores, { analysisId, customerId, agentType, problem: finalProblem(error, isLast) });
    }
  };
}

/** @throws TaskError */
async function analyse(platform: Platform, agentType: AgentType, customerId: string): Promise<Output> {
  const { router } = platform;
  const request = { customerId, parameters: {} };
  switch (agentType) {
    case 'cost':
      return router.run('analyze_cost', { customerId, parameters: await plannedMachines(platform, customerId) });
    case 'performance':
      return router.run('analyze_performance', request);
    case 'resource':
      return router.run('analyze_resources', request);
    case 'application': {
      const { deployments } = await router.run('analyze_quality', request);
      return { findings: [], recommendations: [], summary: summaryOf(deployments) };
    }
  }
}

interface Analysis {
  readonly analysisId: string;
  readonly customerId: string;
  readonly agentType: AgentType;
}

interface Outcome extends Analysis, Pick<Analyses, 'approvalSeconds'> {
  readonly output: Output;
}

async function keepAnalysis(stores: Stores, outcome: Outcome): Promise<void> {
  const { analysisId, customerId, agentType, output } = outcome;
  await inChange(stores, async (change) => {
    const ended = await change.trx
      .updateTable('analyses')
      .set({ status: 'completed', findings: JSON.stringify(output.findings), completed_at: new Date() })
      .where('id', '=', analysisId)
      .where('status', '=', 'started')
      .returning('id')
      .executeTakeFirst();
    if (ended === undefined) return;
    const instanceIds = output.recommendations.flatMap((proposal) => proposal.instance_ids);
    await supersede(change, { customerId, agentType, instanceIds });
    await withdrawReservations(change, customerId, output.recommendations);
    const ids: string[] = [];
    for (const proposal of output.recommendations) ids.push(await keepProposal(change, outcome, proposal));
    await announce(change, outcome, ids);
  });
}

async function keepProposal(
  change: Change,
  { analysisId, customerId, agentType, output, approvalSeconds }: Outcome,
  proposal: Proposal,
): Promise<string> {
  const { estimated_savings, engine_args, placement, reservation, reservation_options = [], ...more } = proposal;
  const { bottlenecks = [], ...rest } = more;
  const createdAt = new Date();
  const { id } = await change.trx
    .insertInto('recommendations')
    .values({
      ...rest,
      customer_id: customerId,
      analysis_id: analysisId,
      status: 'pending',
      agent_type: agentType,
      estimated_savings_cents: toCents(estimated_savings),
      ...(engine_args !== undefined && { engine_args: JSON.stringify(engine_args) }),
      ...(placement !== undefined && { placement: JSON.stringify(placement) }),
      ...(reservation !== undefined && { reservation: JSON.stringify(reservation) }),
      reservation_options: JSON.stringify(reservation_options),
      bottlenecks: JSON.stringify(bottlenecks),
      facts: JSON.stringify({
        ...(await machineFacts(change, customerId, proposal)),
        ...factsBehind(output, proposal),
      }),
      created_at: createdAt,
      expires_at: new Date(createdAt.getTime() + approvalSeconds[proposal.risk_level] * 1000),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const validator of ['performance', 'application'] as const) {
    await enqueue(change.trx, 'validate_recommendation', { recommendationId: id, agentType: validator });
  }
  return id;
}

function summaryOf(deployments: TaskOutput<'analyze_quality'>['deployments']): string {
  const each = deployments.map(({ deployment, quality }) => `${deployment} at ${(quality * 100).toFixed(1)}%`);
  return each.length === 0
    ? 'found no deployment that answers'
    : `finds the quality of the answers of ${each.join(', ')}`;
}

function recommends(changes: number): string {
  return changes === 0
    ? 'found nothing to recommend'
    : `recommends ${changes === 1 ? 'one change' : `${changes} changes`}`;
}

async function announce(
  change: Change,
  { analysisId, customerId, agentType, output }: Outcome,
  ids: readonly string[],
): Promise<void> {
  const found = output.summary ?? recommends(ids.length);
  const cost = output.monthly_cost;
  const spend = cost === undefined ? '' : ` You spend ${formatDollars(toCents(cost))} a month.`;
  await emitEvent(change, {
    customerId,
    type: 'analysis.completed',
    message: `The ${agentType} analysis ${found}.${spend}`,
    data: { analysis_id: analysisId, ...(cost !== undefined && { metric_type: 'monthly_cost', value: cost }) },
  });
  for (const [index, proposal] of output.recommendations.entries()) {
    const id = ids[index];
    const message = `${proposal.title}${promiseOf(proposal)}.`;
    const data = { analysis_id: analysisId, ...(id !== undefined && { recommendation_id: id }) };
    await emitEvent(change, { customerId, type: 'recommendation.created', message, data });
  }
}

function promiseOf({ estimated_savings }: Proposal): string {
  return estimated_savings === 0 ? '' : `: saves about ${formatDollars(toCents(estimated_savings))} a month`;
}

/** What the finding measured from which the proposal follows: the one that recommends the same for the same deployment or machines. */
function factsBehind({ findings }: Output, { type, deployment, instance_ids }: Proposal): FindingFacts {
  const finding = findings.find(
    (one) =>
      one.decision === 'recommended' &&
      one.kind === type &&
      (one.deployment === undefined
        ? instance_ids.every((id) => one.instance_ids.includes(id))
        : one.deployment === deployment),
  );
  return finding?.facts ?? {};
}

/** The type of the machines, as long as they are known: they may not be any more when the outcome is remembered. */
async function machineFacts({ trx }: Change, customerId: string, { instance_ids }: Proposal): Promise<FindingFacts> {
  const machine = await trx
    .selectFrom('instances')
    .select('instance_type')
    .where('customer_id', '=', customerId)
    .where('instance_id', 'in', instance_ids)
    .orderBy('instance_id')
    .executeTakeFirst();
  return machine ?? {};
}

async function keepFailure(
  stores: Stores,
  { analysisId, customerId, agentType, problem }: Analysis & { readonly problem: string },
): Promise<void> {
  await inChange(stores, async (change) => {
    const ended = await change.trx
      .updateTable('analyses')
      .set({ status: 'failed', error: problem, completed_at: new Date() })
      .where('id', '=', analysisId)
      .where('status', '=', 'started')
      .returning('id')
      .executeTakeFirst();
    if (ended === undefined) return;
    const data = { analysis_id: analysisId };
    await emitEvent(change, {
      customerId,
      type: 'analysis.failed',
      message: `The ${agentType} analysis failed: ${problem}`,
      data,
    });
  });
}
