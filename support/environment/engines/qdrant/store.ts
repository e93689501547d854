import { join } from 'node:path';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { z } from 'zod';
import { DISTANCES } from './distance.ts';
import type { Point } from './point.ts';
import type { PointId } from './point-id.ts';
import { payloadSchema } from './schemas.ts';

/** What a collection was created with, and the indexes it got since. */
export type CollectionDefinition = z.infer<typeof definitionSchema>;

export interface StoredCollection {
  readonly name: string;
  readonly definition: CollectionDefinition;
  readonly points: readonly Point[];
}

/** The durable copy of all collections, in one SQLite file. Every method has written when it returns. */
export class Store {
  readonly #database: DatabaseSync;

  constructor(folder: string) {
    this.#database = new DatabaseSync(join(folder, 'qdrant.sqlite'));
    this.#database.exec(SCHEMA);
  }

  load(): readonly StoredCollection[] {
    const collections = this.#database.prepare('SELECT name, definition FROM collection ORDER BY name').all();
    const points = this.#database.prepare('SELECT id, vector, payload, version FROM point WHERE collection = ?');
    return collections.map((row) => ({
      name: z.string().parse(row.name),
      definition: definitionSchema.parse(JSON.parse(z.string().parse(row.definition))),
      points: points.all(z.string().parse(row.name)).map(pointFromRow),
    }));
  }

  saveCollection(name: string, definition: CollectionDefinition): void {
    this.#database
      .prepare('INSERT INTO collection VALUES (?, ?) ON CONFLICT DO UPDATE SET definition = excluded.definition')
      .run(name, JSON.stringify(definition));
  }

  dropCollection(name: string): void {
    this.#database.prepare('DELETE FROM collection WHERE name = ?').run(name);
  }

  savePoints(collection: string, points: readonly Point[]): void {
    const statement = this.#database.prepare('INSERT OR REPLACE INTO point VALUES (?, ?, ?, ?, ?)');
    this.#transaction(() => {
      for (const { id, vector, payload, version } of points) {
        const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
        statement.run(collection, id, bytes, JSON.stringify(payload), version);
      }
    });
  }

  deletePoints(collection: string, ids: readonly PointId[]): void {
    const statement = this.#database.prepare('DELETE FROM point WHERE collection = ? AND id = ?');
    this.#transaction(() => {
      for (const id of ids) statement.run(collection, id);
    });
  }

  close(): void {
    this.#database.close();
  }

  #transaction(work: () => void): void {
    this.#database.exec('BEGIN');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

/** `id` has no type, so that a number stays a number beside the UUIDs. */
const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA foreign_keys = ON;
  CREATE TABLE IF NOT EXISTS collection (name TEXT PRIMARY KEY, definition TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS point (
    collection TEXT NOT NULL REFERENCES collection ON DELETE CASCADE,
    id NOT NULL,
    vector BLOB NOT NULL,
    payload TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (collection, id)
  ) WITHOUT ROWID;
`;

const definitionSchema = z.object({
  vectors: z.looseObject({ size: z.int().positive(), distance: z.enum(DISTANCES) }),
  options: z.record(z.string(), z.unknown()),
  indexes: z.record(z.string(), z.string()),
});

const rowSchema = z.object({
  id: z.union([z.number(), z.string()]),
  vector: z.instanceof(Uint8Array),
  payload: z.string(),
  version: z.number(),
});

function pointFromRow(row: Record<string, SQLOutputValue>): Point {
  const { id, vector, payload, version } = rowSchema.parse(row);
  // A copy, because the bytes of a row need not start at a multiple of four.
  const numbers = new Float32Array(new Uint8Array(vector).buffer);
  return { id, vector: numbers, payload: payloadSchema.parse(JSON.parse(payload)), version };
}
