import { prepareVector } from './distance.ts';
import { pointMissing, wrongInput } from './errors.ts';
import type { Filter } from './filter-schema.ts';
import { matches } from './filters.ts';
import { type Payload, valuesAt } from './payload.ts';
import type { Point } from './point.ts';
import { comparePointIds, type PointId } from './point-id.ts';
import type { Selector } from './schemas.ts';
import type { CollectionDefinition, Store, StoredCollection } from './store.ts';

/** A point as it comes in. */
export interface NewPoint {
  readonly id: PointId;
  readonly vector: readonly number[];
  readonly payload?: Payload | null | undefined;
}

/** One collection: in memory for reading, written through to the store. Writing methods return the operation's number. */
export class Collection {
  readonly name: string;
  readonly #store: Store;
  readonly #points: Map<PointId, Point>;
  #definition: CollectionDefinition;
  #operations: number;
  #sorted: readonly Point[] | undefined;

  constructor(store: Store, { name, definition, points }: StoredCollection) {
    this.name = name;
    this.#store = store;
    this.#definition = definition;
    this.#points = new Map(points.map((point) => [point.id, point]));
    this.#operations = points.reduce((latest, { version }) => Math.max(latest, version), 0);
  }

  get definition(): CollectionDefinition {
    return this.#definition;
  }

  get size(): number {
    return this.#points.size;
  }

  find(id: PointId): Point | undefined {
    return this.#points.get(id);
  }

  /** All points that pass the filter, in the order of their ids. */
  select(filter: Filter | undefined): readonly Point[] {
    this.#sorted ??= [...this.#points.values()].sort((left, right) => comparePointIds(left.id, right.id));
    if (filter === undefined) return this.#sorted;
    const textFields = new Set(
      Object.entries(this.#definition.indexes).flatMap(([f, type]) => (type === 'text' ? [f] : [])),
    );
    return this.#sorted.filter((point) => matches(filter, point, textFields));
  }

  /** How many points have a value at a path. */
  countWith(path: string): number {
    return this.select(undefined).filter(({ payload }) => valuesAt(payload, path).length > 0).length;
  }

  /** A query's or a new point's vector, prepared for comparison. Throws where its size is another one. */
  prepare(values: readonly number[]): Float32Array {
    const { size, distance } = this.#definition.vectors;
    if (values.length === size) return prepareVector(distance, values);
    throw wrongInput(`Vector dimension error: expected dim: ${size}, got ${values.length}`);
  }

  upsert(points: readonly NewPoint[]): number {
    const version = this.#operations + 1;
    return this.#write(
      points.map(({ id, vector, payload }) => ({ id, vector: this.prepare(vector), payload: payload ?? {}, version })),
    );
  }

  /** Changes the payload of the chosen points; unknown ids are refused. */
  changePayload(selector: Selector, change: (payload: Payload) => Payload): number {
    const version = this.#operations + 1;
    return this.#write(this.#chosen(selector).map((point) => ({ ...point, payload: change(point.payload), version })));
  }

  /** Removes the chosen points; unknown ids are passed over. */
  remove(selector: Selector): number {
    const ids = 'ids' in selector ? selector.ids : this.select(selector.filter).map(({ id }) => id);
    this.#store.deletePoints(this.name, ids);
    for (const id of ids) this.#points.delete(id);
    return this.#written();
  }

  /** Sets the kind of a field's index, undefined removes it. */
  index(field: string, type: string | undefined): number {
    const { [field]: _replaced, ...others } = this.#definition.indexes;
    const indexes = type === undefined ? others : { ...others, [field]: type };
    const definition = { ...this.#definition, indexes };
    this.#store.saveCollection(this.name, definition);
    this.#definition = definition;
    return this.#written();
  }

  #chosen(selector: Selector): readonly Point[] {
    if (!('ids' in selector)) return this.select(selector.filter);
    return selector.ids.map((id) => {
      const point = this.#points.get(id);
      if (point === undefined) throw pointMissing(id);
      return point;
    });
  }

  #write(points: readonly Point[]): number {
    this.#store.savePoints(this.name, points);
    for (const point of points) this.#points.set(point.id, point);
    return this.#written();
  }

  #written(): number {
    this.#sorted = undefined;
    this.#operations += 1;
    return this.#operations;
  }
}
