import { approve } from '../recommendations/decisions.ts';
import type { TestDatabase } from './database.ts';
import { type Circumstances, prepareMigration, type TestMigration } from './migration.ts';

/** Prepares an optimization, works with it, and lets go of everything. */
export async function withOptimization(
  database: TestDatabase,
  circumstances: Circumstances,
  work: (optimization: TestMigration) => Promise<void>,
): Promise<void> {
  const optimization = await prepareMigration(database, circumstances);
  try {
    await work(optimization);
  } finally {
    await optimization.stop();
  }
}

/** Has the customer approve it, and answers how it ended. */
export async function runToEnd({ stores }: TestDatabase, optimization: TestMigration) {
  const customer = { type: 'customer', id: optimization.customerId } as const;
  const id = await approve(stores, optimization.recommendationId, customer);
  const worker = await optimization.startWorker();
  try {
    return await optimization.ended(id);
  } finally {
    await worker.stop();
  }
}
