import type { Insertable } from 'kysely';
import type { Deployment } from '../../shared/gateway.ts';
import type { Reader } from '../database/change.ts';
import type { RecommendationsTable } from '../database/optimization-tables.ts';

export type RecommendationChange = Partial<Omit<Insertable<RecommendationsTable>, 'customer_id' | 'analysis_id'>>;

interface Situation {
  readonly customerId: string;
  readonly deployment: Deployment;
  /** What it says instead. */
  readonly change?: RecommendationChange;
}

/** A recommendation to replace old-1 to old-3, agreed to by both agents, of a customer whose runtime serves the deployment. */
export async function makeRecommendation(
  db: Reader,
  { customerId, deployment, change = {} }: Situation,
): Promise<string> {
  await db
    .insertInto('runtimes')
    .values({
      customer_id: customerId,
      hostname: 'test',
      version: '1',
      connected_at: new Date(),
      gateway_url: 'http://127.0.0.1:1',
      deployments: JSON.stringify([deployment]),
    })
    .execute();
  const analysis = await db
    .insertInto('analyses')
    .values({ customer_id: customerId, agent_type: 'cost', status: 'completed', findings: '[]' })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id } = await db
    .insertInto('recommendations')
    .values({
      customer_id: customerId,
      analysis_id: analysis.id,
      type: 'spot_migration',
      status: 'pending',
      agent_type: 'cost',
      risk_level: 'low',
      risk_assessed_by: 'rules',
      estimated_savings_cents: 5_400_000,
      confidence: 0.8,
      title: 'Move three machines to spot capacity',
      description: '',
      instance_ids: ['old-1', 'old-2', 'old-3'],
      facts: JSON.stringify({ instance_type: 'p4d.24xlarge', discount: 0.6, interruption_rate: 0.05 }),
      expires_at: new Date(Date.now() + 3_600_000),
      ...change,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('validations')
    .values(
      (['performance', 'application'] as const).map((agent_type) => ({
        recommendation_id: id,
        agent_type,
        approved: true,
        reason: 'satisfied',
        facts: '{}',
      })),
    )
    .execute();
  return id;
}
