import { Collection } from './collection.ts';
import { collectionExists, collectionMissing } from './errors.ts';
import type { CollectionDefinition, Store } from './store.ts';

/** All collections by name. */
export class Collections {
  readonly #store: Store;
  readonly #byName: Map<string, Collection>;

  constructor(store: Store) {
    this.#store = store;
    this.#byName = new Map(store.load().map((stored) => [stored.name, new Collection(store, stored)]));
  }

  names(): readonly string[] {
    return [...this.#byName.keys()].sort();
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  /** @throws {QdrantError} 404 where there is none. */
  get(name: string): Collection {
    const collection = this.#byName.get(name);
    if (collection === undefined) throw collectionMissing(name);
    return collection;
  }

  /** @throws {QdrantError} 409 where there is one already. */
  create(name: string, definition: CollectionDefinition): void {
    if (this.#byName.has(name)) throw collectionExists(name);
    this.#store.saveCollection(name, definition);
    this.#byName.set(name, new Collection(this.#store, { name, definition, points: [] }));
  }

  /** Tells whether there was one. */
  drop(name: string): boolean {
    this.#store.dropCollection(name);
    return this.#byName.delete(name);
  }
}
