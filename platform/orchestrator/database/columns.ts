import type { ColumnType, JSONColumnType } from 'kysely';

/** A jsonb column: read as T, written as text. */
export type Json<T extends object> = JSONColumnType<T, string, string>;
export type OptionalJson<T extends object> = ColumnType<T | null, string | null | undefined, string | null>;
