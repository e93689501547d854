import { Pool, type QueryResult } from 'pg';
import { z } from 'zod';
import { reaching } from '../../shared/store-outage.ts';
import { hallucinationShareOf, type Quality, scoreOf } from './scoring.ts';
import type { Baseline } from './verdict.ts';

/** Which deployment of which customer. */
export interface DeploymentKey {
  readonly customerId: string;
  readonly deployment: string;
}

/** The quality that each deployment had when it was last established, in PostgreSQL. */
export class BaselineStore {
  readonly #pool: Pool;

  constructor(databaseUrl: string) {
    this.#pool = new Pool({ connectionString: databaseUrl, max: 4 });
    // An idle connection that breaks must not end the process; the next query opens another.
    this.#pool.on('error', () => undefined);
  }

  /** Replaces an earlier baseline of the deployment. */
  async put({ customerId, deployment }: DeploymentKey, model: string, quality: Quality): Promise<void> {
    await this.#query(
      `insert into quality_baselines
         (customer_id, deployment, model, sample_size, quality, wrong_words, hallucination_share, established_at)
       values ($1, $2, $3, $4, $5, $6, $7, now())
       on conflict (customer_id, deployment) do update set
         model = excluded.model, sample_size = excluded.sample_size, quality = excluded.quality,
         wrong_words = excluded.wrong_words, hallucination_share = excluded.hallucination_share,
         established_at = excluded.established_at`,
      [
        customerId,
        deployment,
        model,
        quality.answers,
        scoreOf(quality),
        quality.wrongWords,
        hallucinationShareOf(quality),
      ],
    );
  }

  /** @param wordsPerAnswer of the golden set, which the stored number of answers is multiplied by */
  async get({ customerId, deployment }: DeploymentKey, wordsPerAnswer: number): Promise<Baseline | undefined> {
    const { rows } = await this.#query(
      'select sample_size, wrong_words from quality_baselines where customer_id = $1 and deployment = $2',
      [customerId, deployment],
    );
    const [row] = z.array(rowSchema).parse(rows);
    return row && { words: row.sample_size * wordsPerAnswer, wrongWords: row.wrong_words };
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  #query(statement: string, values: readonly (string | number)[]): Promise<QueryResult> {
    return reaching('PostgreSQL', () => this.#pool.query(statement, [...values]));
  }
}

const rowSchema = z.object({ sample_size: z.number().int().positive(), wrong_words: z.number().int().min(0) });
