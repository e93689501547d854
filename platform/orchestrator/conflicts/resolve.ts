import type { components } from '../../../contracts/generated/openapi.ts';
import { conflict, notFound, unavailable } from '../../shared/problem.ts';
import type { TaskRouter } from '../agents/router.ts';
import { TaskError } from '../agents/task-error.ts';
import { type Actor, recordAudit } from '../audit/audit.ts';
import { readPreferences } from '../customers/preferences.ts';
import { type Change, inChange, type Reader, type Stores } from '../database/change.ts';
import type { RecommendationRow, ResolutionRow, ValidationRow } from '../database/schema.ts';
import { emitEvent } from '../events/events.ts';
import { readDeployments } from '../infrastructure/infrastructure.ts';
import { obstacleToHearing } from '../recommendations/decisions.ts';
import { proposalOf } from '../recommendations/validate.ts';
import { contenderOf } from './contender.ts';
import { CircularDependency, type Decision, decide, type Question } from './decide.ts';
import { performanceHearing } from './hearing.ts';
import { planFor } from './plan.ts';

export interface Platform {
  readonly stores: Stores;
  readonly router: TaskRouter;
}

type Asked = components['schemas']['ConflictQuestion'];

/** Hears the agents and proposes what is to be done; nothing is carried out. @throws Problem 404, 409, 503 */
export async function resolveConflict(platform: Platform, question: Asked, actor: Actor): Promise<ResolutionRow> {
  const asked = asKept(question);
  const { db } = platform.stores;
  const found = await gather(db, asked);
  try {
    const decision = await hear(platform, asked, found);
    return await inChange(platform.stores, (change) => keep(change, { asked, actor, decision, rows: found.rows }));
  } catch (error) {
    if (error instanceof TaskError) throw unavailable(`The agents could not be heard: ${error.message}`);
    if (!(error instanceof CircularDependency)) throw error;
    const details = { reason: error.message, recommendation_ids: error.circle.map(({ id }) => id) };
    const subject = { type: 'customer', id: asked.customer_id };
    await recordAudit(db, { customerId: asked.customer_id, actor, action: 'conflict.refused', subject, details });
    throw conflict(error.message);
  }
}

/** Ids as PostgreSQL writes them, each once. */
function asKept({ customer_id, recommendation_ids, depends_on = [] }: Asked): Asked {
  return {
    customer_id: customer_id.toLowerCase(),
    recommendation_ids: [...new Set(recommendation_ids.map((id) => id.toLowerCase()))],
    depends_on: depends_on.map(({ recommendation_id, needs }) => ({
      recommendation_id: recommendation_id.toLowerCase(),
      needs: needs.toLowerCase(),
    })),
  };
}

interface Found {
  readonly rows: readonly RecommendationRow[];
  readonly validations: readonly ValidationRow[];
}

/** In the order in which they are asked about. */
async function gather(db: Reader, { customer_id, recommendation_ids, depends_on = [] }: Asked): Promise<Found> {
  const [rows, validations] = await Promise.all([
    db
      .selectFrom('recommendations')
      .selectAll()
      .where('customer_id', '=', customer_id)
      .where('id', 'in', recommendation_ids)
      .execute(),
    db.selectFrom('validations').selectAll().where('recommendation_id', 'in', recommendation_ids).execute(),
  ]);
  const sorted = recommendation_ids.map((id) => {
    const row = rows.find((one) => one.id === id);
    if (row === undefined) throw notFound(`There is no recommendation ${id}`);
    const obstacle = obstacleToHearing(
      row,
      validations.filter((one) => one.recommendation_id === row.id),
      new Date(),
    );
    if (obstacle !== undefined) throw conflict(`"${row.title}": ${obstacle}`);
    return row;
  });
  for (const { recommendation_id, needs } of depends_on) {
    const stranger = [recommendation_id, needs].find((id) => !rows.some((row) => row.id === id));
    if (stranger !== undefined) throw notFound(`depends_on speaks of ${stranger}, which is not asked about`);
  }
  return { rows: sorted, validations };
}

async function hear({ stores, router }: Platform, asked: Asked, { rows, validations }: Found): Promise<Decision> {
  const { customer_id: customerId, depends_on = [] } = asked;
  const deployments = await readDeployments(stores.db, customerId);
  const question: Question = {
    contenders: rows.map((row) =>
      contenderOf(
        row,
        validations.filter((one) => one.recommendation_id === row.id),
        deployments,
      ),
    ),
    wishes: depends_on.map(({ recommendation_id: id, needs }) => ({ id, needs })),
    preference: (await readPreferences(stores.db, customerId)).priority,
  };
  const askedAbout = async ({ id }: { readonly id: string }) => {
    const row = rows.find((one) => one.id === id);
    if (row === undefined) throw new Error(`Nobody asked about recommendation ${id}`);
    return proposalOf(stores, row);
  };
  return decide(question, performanceHearing({ router, customerId, deployments, askedAbout }));
}

interface Settlement {
  readonly asked: Asked;
  readonly actor: Actor;
  readonly decision: Decision;
  readonly rows: readonly RecommendationRow[];
}

async function keep(change: Change, settlement: Settlement): Promise<ResolutionRow> {
  const { asked, decision, rows } = settlement;
  const { strategy, reason } = decision;
  const conflicts = decision.conflicts.map(({ type, ids, reason: why }) => ({
    type,
    recommendation_ids: [...ids],
    reason: why,
  }));
  const resolution = await change.trx
    .insertInto('resolutions')
    .values({
      customer_id: asked.customer_id,
      status: 'proposed',
      strategy,
      conflicts: JSON.stringify(conflicts),
      plan: JSON.stringify(planFor(decision)),
      reason,
      // Those that recommend, and those that looked at each recommendation.
      agents_heard: [
        ...new Set([...rows.map((row) => row.agent_type), 'performance' as const, 'application' as const]),
      ],
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await writeDown(change, settlement, resolution);
  return resolution;
}

async function writeDown(
  change: Change,
  { actor, decision }: Settlement,
  { id, customer_id: customerId }: ResolutionRow,
): Promise<void> {
  const { conflicts, strategy, reason, leftOut } = decision;
  const subject = { type: 'resolution', id };
  const audit = (action: string, details: Readonly<Record<string, unknown>>) =>
    recordAudit(change.trx, { customerId, actor, action, subject, details });
  const detected = conflicts.map((one) => one.reason).join(' ');
  if (conflicts.length > 0)
    await audit('conflict.detected', { reason: detected, types: conflicts.map(({ type }) => type) });
  await audit('conflict.resolved', { strategy, reason });
  for (const out of leftOut) await audit('recommendation.left_out', { recommendation_id: out.id, reason: out.reason });
  const data = { resolution_id: id };
  if (conflicts.length > 0) await emitEvent(change, { customerId, type: 'conflict.detected', message: detected, data });
  await emitEvent(change, {
    customerId,
    type: 'conflict.resolved',
    message: reason,
    data: { ...data, reason: strategy },
  });
}
