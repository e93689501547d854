import { Client } from 'pg';
import type { Journal } from './journal';

/** Carries out one statement as somebody with the platform's own access to its database would, who needs no application for it. @throws PostgreSQL's error */
export async function asPlatform(
  url: string,
  statement: string,
  values: readonly string[],
  journal: Journal,
): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    await journal.timed('PostgreSQL as the platform', statement, () => client.query(statement, [...values]));
  } finally {
    await client.end();
  }
}
