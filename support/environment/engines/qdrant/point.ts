import { shortestSingle } from './distance.ts';
import { type Payload, type PayloadSelector, selectPayload } from './payload.ts';
import type { PointId } from './point-id.ts';

/** A point as it is kept. */
export interface Point {
  readonly id: PointId;
  /** Prepared for the collection's distance. */
  readonly vector: Float32Array;
  readonly payload: Payload;
  /** Number of the operation that wrote it. */
  readonly version: number;
}

/** Which parts of a point an answer carries. */
export interface Projection {
  readonly payload: PayloadSelector;
  readonly vector: boolean;
}

/** A point as it goes out; parts not asked for are left out. */
export interface PointRecord {
  readonly id: PointId;
  readonly payload?: Payload;
  readonly vector?: readonly number[];
}

export function project(point: Point, projection: Projection): PointRecord {
  const payload = selectPayload(point.payload, projection.payload);
  return {
    id: point.id,
    ...(payload && { payload }),
    ...(projection.vector && { vector: Array.from(point.vector, shortestSingle) }),
  };
}
