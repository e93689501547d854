import type { Transaction } from 'kysely';
import type { Database, OptimizationRow } from '../database/schema.ts';
import { enqueue } from '../queue/jobs.ts';

/** An optimization has ended, however: if it is a part of a settled conflict, that goes on, or ends too. */
export async function continueResolution(
  trx: Transaction<Database>,
  { resolution_id: resolutionId }: Pick<OptimizationRow, 'resolution_id'>,
): Promise<void> {
  if (resolutionId !== null) await enqueue(trx, 'advance_resolution', { resolutionId });
}
