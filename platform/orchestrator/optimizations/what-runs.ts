import type { Reader } from '../database/change.ts';

/** The resolution or optimization of a customer that has begun and not ended, in words; undefined where nothing runs. */
export async function whatRuns(db: Reader, customerId: string): Promise<string | undefined> {
  const [resolution, optimization] = await Promise.all([
    db
      .selectFrom('resolutions')
      .select('id')
      .where('customer_id', '=', customerId)
      .where('status', '=', 'executing')
      .executeTakeFirst(),
    db
      .selectFrom('optimizations')
      .select('id')
      .where('customer_id', '=', customerId)
      .where('status', 'in', ['queued', 'executing', 'rolling_back'])
      .executeTakeFirst(),
  ]);
  return resolution ? `Resolution ${resolution.id}` : optimization && `Optimization ${optimization.id}`;
}
