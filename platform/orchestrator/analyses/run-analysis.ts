import { TaskError, type TaskRouter } from '../agents/router.ts';
import type { TaskOutput } from '../agents/tasks.ts';
import { type Change, inChange, type Stores } from '../database/change.ts';
import type { FindingFacts } from '../database/schema.ts';
import { emitEvent } from '../events/events.ts';
import { formatDollars, toCents } from '../money.ts';
import { enqueue, type Job } from '../queue/jobs.ts';
import { expiryOf } from '../recommendations/expiry.ts';
import { supersede } from '../recommendations/withdrawal.ts';

type Proposal = TaskOutput<'analyze_cost'>['recommendations'][number];

/** Job: has the cost agent analyse, and turns what it proposes into recommendations that the other agents validate. */
export function runAnalysis({
  stores,
  router,
}: {
  readonly stores: Stores;
  readonly router: TaskRouter;
}): Job<'run_analysis'> {
  return async ({ analysisId }, { isLast }) => {
    const analysis = await stores.db.selectFrom('analyses').selectAll().where('id', '=', analysisId).executeTakeFirst();
    if (analysis?.status !== 'started') return;
    const { customer_id: customerId } = analysis;
    try {
      const output = await router.run('analyze_cost', { customerId, parameters: {} });
      await keepAnalysis(stores, { analysisId, customerId, output });
    } catch (error) {
      if (!(error instanceof TaskError) || (error.retryable && !isLast)) throw error;
      await keepFailure(stores, { analysisId, customerId, problem: error.message });
    }
  };
}

interface Outcome {
  readonly analysisId: string;
  readonly customerId: string;
  readonly output: TaskOutput<'analyze_cost'>;
}

async function keepAnalysis(stores: Stores, outcome: Outcome): Promise<void> {
  const { analysisId, customerId, output } = outcome;
  await inChange(stores, async (change) => {
    const ended = await change.trx
      .updateTable('analyses')
      .set({ status: 'completed', findings: JSON.stringify(output.findings), completed_at: new Date() })
      .where('id', '=', analysisId)
      .where('status', '=', 'started')
      .returning('id')
      .executeTakeFirst();
    if (ended === undefined) return;
    await supersede(
      change,
      customerId,
      output.recommendations.flatMap((proposal) => proposal.instance_ids),
    );
    const ids: string[] = [];
    for (const proposal of output.recommendations) ids.push(await keepProposal(change, outcome, proposal));
    await announce(change, outcome, ids);
  });
}

async function keepProposal(
  change: Change,
  { analysisId, customerId, output }: Outcome,
  proposal: Proposal,
): Promise<string> {
  const { estimated_savings, instance_ids, ...rest } = proposal;
  const { id } = await change.trx
    .insertInto('recommendations')
    .values({
      ...rest,
      customer_id: customerId,
      analysis_id: analysisId,
      status: 'pending',
      agent_type: 'cost',
      estimated_savings_cents: toCents(estimated_savings),
      instance_ids,
      facts: JSON.stringify(factsBehind(output, instance_ids)),
      expires_at: expiryOf(proposal.risk_level, new Date()),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const agentType of ['performance', 'application'] as const) {
    await enqueue(change.trx, 'validate_recommendation', { recommendationId: id, agentType });
  }
  return id;
}

async function announce(
  change: Change,
  { analysisId, customerId, output }: Outcome,
  ids: readonly string[],
): Promise<void> {
  const found =
    ids.length === 0
      ? 'found nothing to recommend'
      : `recommends ${ids.length === 1 ? 'one change' : `${ids.length} changes`}`;
  const cost = formatDollars(toCents(output.monthly_cost));
  await emitEvent(change, {
    customerId,
    type: 'analysis.completed',
    message: `The cost analysis ${found}. You spend ${cost} a month.`,
    data: { analysis_id: analysisId, metric_type: 'monthly_cost', value: output.monthly_cost },
  });
  for (const [index, proposal] of output.recommendations.entries()) {
    const id = ids[index];
    const message = `${proposal.title}: saves about ${formatDollars(toCents(proposal.estimated_savings))} a month.`;
    const data = { analysis_id: analysisId, ...(id !== undefined && { recommendation_id: id }) };
    await emitEvent(change, { customerId, type: 'recommendation.created', message, data });
  }
}

/** What the finding measured from which the proposal follows: the one that recommends the same machines. */
function factsBehind(output: TaskOutput<'analyze_cost'>, instanceIds: readonly string[]): FindingFacts {
  const finding = output.findings.find(
    ({ decision, instance_ids }) => decision === 'recommended' && instanceIds.every((id) => instance_ids.includes(id)),
  );
  return finding?.facts ?? {};
}

async function keepFailure(
  stores: Stores,
  {
    analysisId,
    customerId,
    problem,
  }: { readonly analysisId: string; readonly customerId: string; readonly problem: string },
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
      message: `The cost analysis failed: ${problem}`,
      data,
    });
  });
}
