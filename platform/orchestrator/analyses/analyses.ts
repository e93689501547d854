import type { components } from '../../../contracts/generated/openapi.ts';
import { conflict, notFound } from '../../shared/problem.ts';
import { type Actor, recordAudit } from '../audit/audit.ts';
import { getCustomer } from '../customers/customers.ts';
import type { Reader } from '../database/change.ts';
import { enqueue } from '../queue/jobs.ts';

type Schemas = components['schemas'];

export interface AnalysisRequest {
  readonly customerId: string;
  readonly agentType: Schemas['AgentType'];
  readonly actor: Actor;
}

/**
 * Starts an analysis and answers its id. @throws Problem 404, or 409 before the machines are known and while an optimization changes them
 */
export async function startAnalysis(db: Reader, { customerId, agentType, actor }: AnalysisRequest): Promise<string> {
  return db.transaction().execute(async (trx) => {
    await getCustomer(trx, customerId);
    await refuseTooEarly(trx, customerId);
    const { id } = await trx
      .insertInto('analyses')
      .values({ customer_id: customerId, agent_type: agentType, status: 'started', findings: '[]' })
      .returning('id')
      .executeTakeFirstOrThrow();
    await recordAudit(trx, { customerId, actor, action: 'analysis.started', subject: { type: 'analysis', id } });
    await enqueue(trx, 'run_analysis', { analysisId: id });
    return id;
  });
}

/** @throws Problem 404 */
export async function getAnalysis(db: Reader, customerId: string, analysisId: string): Promise<Schemas['Analysis']> {
  const row = await db
    .selectFrom('analyses')
    .selectAll()
    .where('id', '=', analysisId)
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (row === undefined) throw notFound(`There is no analysis ${analysisId} of this customer`);
  const recommendations = await db
    .selectFrom('recommendations')
    .select('id')
    .where('analysis_id', '=', analysisId)
    .orderBy('estimated_savings_cents', 'desc')
    .execute();
  return {
    analysis_id: row.id,
    agent_type: row.agent_type,
    status: row.status,
    ...(row.error !== null && { error: row.error }),
    findings: [...row.findings],
    recommendation_ids: recommendations.map(({ id }) => id),
  };
}

async function refuseTooEarly(db: Reader, customerId: string): Promise<void> {
  const account = await db
    .selectFrom('cloud_accounts')
    .select('status')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (account?.status !== 'discovered') {
    throw conflict(
      'Your machines are not known yet: an analysis needs an onboarded cloud account whose discovery has ended.',
    );
  }
  const running = await db
    .selectFrom('optimizations')
    .select('id')
    .where('customer_id', '=', customerId)
    .where('status', 'in', ['queued', 'executing', 'rolling_back'])
    .executeTakeFirst();
  if (running !== undefined) {
    throw conflict(`Optimization ${running.id} is changing your machines. An analysis makes sense when it has ended.`);
  }
}
