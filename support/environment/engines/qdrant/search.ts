import type { Collection } from './collection.ts';
import { compareScores, passes, score, shortestSingle } from './distance.ts';
import { pointMissing } from './errors.ts';
import { type Point, type PointRecord, project } from './point.ts';
import type { PointId } from './point-id.ts';
import type { Query } from './schemas.ts';

export interface ScoredRecord extends PointRecord {
  readonly version: number;
  readonly score: number;
}

/** Compares the query with every point that passes the filter: exact, in time linear to their number. */
export function search(collection: Collection, query: Query): readonly ScoredRecord[] {
  const ranked = query.query === undefined ? unscored(collection, query) : scored(collection, query, query.query);
  const projection = { payload: query.with_payload, vector: query.with_vector };
  return ranked.slice(query.offset, query.offset + query.limit).map((hit) => {
    const { id, ...parts } = project(hit.point, projection);
    return { id, version: hit.point.version, score: shortestSingle(hit.score), ...parts };
  });
}

interface Hit {
  readonly point: Point;
  readonly score: number;
}

function unscored(collection: Collection, { filter }: Query): readonly Hit[] {
  return collection.select(filter).map((point) => ({ point, score: 0 }));
}

function scored(collection: Collection, query: Query, target: readonly number[] | PointId): readonly Hit[] {
  const { distance } = collection.definition.vectors;
  const vector = vectorOf(collection, target);
  const threshold = query.score_threshold;
  return collection
    .select(query.filter)
    .filter(({ id }) => id !== target)
    .map((point) => ({ point, score: score(distance, vector, point.vector) }))
    .filter((hit) => threshold === undefined || passes(distance, hit.score, threshold))
    .sort((left, right) => compareScores(distance, left.score, right.score));
}

function vectorOf(collection: Collection, target: readonly number[] | PointId): Float32Array {
  if (typeof target !== 'number' && typeof target !== 'string') return collection.prepare(target);
  const point = collection.find(target);
  if (point === undefined) throw pointMissing(target);
  return point.vector;
}
