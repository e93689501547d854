import type { Change } from '../database/change.ts';
import type { HybridPart } from '../database/resolution-tables.ts';
import type { RecommendationRow } from '../database/schema.ts';
import { formatDollars } from '../money.ts';
import { lock } from '../recommendations/decisions.ts';
import { withdraw } from '../recommendations/withdrawal.ts';
import { countMachines } from './detect.ts';

/** Makes a recommendation of its own of the part that is carried out, with what the agents said of it; the whole is withdrawn. */
export async function separatePart(change: Change, part: HybridPart): Promise<Pick<RecommendationRow, 'id'>> {
  const { trx } = change;
  const { id: wholeId, created_at: _, ...whole } = await lock(trx, part.recommendationId);
  const machines = countMachines(part.instanceIds.length);
  const made = await trx
    .insertInto('recommendations')
    .values({
      ...whole,
      title: `${whole.title}: ${machines} of ${whole.instance_ids.length}`,
      instance_ids: [...part.instanceIds],
      estimated_savings_cents: part.savingsCents,
      engine_args: jsonOf(whole.engine_args),
      placement: jsonOf(whole.placement),
      reservation: jsonOf(whole.reservation),
      reservation_options: JSON.stringify(whole.reservation_options),
      bottlenecks: JSON.stringify(whole.bottlenecks),
      facts: JSON.stringify({ ...whole.facts, machines: part.instanceIds.length }),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await copyValidations(change, { wholeId, partId: made.id, reason: part.reason });
  const reason = `${machines} of it move instead, which saves ${formatDollars(part.savingsCents)} a month.`;
  await withdraw(change, { recommendationId: wholeId, reason });
  return made;
}

interface Copy {
  readonly wholeId: string;
  readonly partId: string;
  /** What the performance agent said of the part. */
  readonly reason: string;
}

async function copyValidations({ trx }: Change, { wholeId, partId, reason }: Copy): Promise<void> {
  const validations = await trx
    .selectFrom('validations')
    .selectAll()
    .where('recommendation_id', '=', wholeId)
    .execute();
  await trx
    .insertInto('validations')
    .values(
      validations.map(({ created_at: _, ...validation }) => ({
        ...validation,
        recommendation_id: partId,
        facts: JSON.stringify(validation.facts),
        ...(validation.agent_type === 'performance' && { approved: true, reason }),
      })),
    )
    .execute();
}

function jsonOf(value: object | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
