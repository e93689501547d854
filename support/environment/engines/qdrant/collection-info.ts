import type { Collection } from './collection.ts';

/** A collection as GET /collections/{name} tells it, with Qdrant's own defaults for what this server does not have. */
export function collectionInfo(collection: Collection): Readonly<Record<string, unknown>> {
  const { vectors, options, indexes } = collection.definition;
  return {
    status: 'green',
    optimizer_status: 'ok',
    indexed_vectors_count: 0,
    points_count: collection.size,
    segments_count: 1,
    config: {
      params: { shard_number: 1, replication_factor: 1, write_consistency_factor: 1, on_disk_payload: true, vectors },
      hnsw_config: { ...HNSW, ...object(options.hnsw_config) },
      optimizer_config: { ...OPTIMIZER, ...object(options.optimizers_config) },
      wal_config: { ...WAL, ...object(options.wal_config) },
      quantization_config: options.quantization_config ?? null,
    },
    payload_schema: Object.fromEntries(
      Object.entries(indexes).map(([field, type]) => [field, { data_type: type, points: collection.countWith(field) }]),
    ),
  };
}

const HNSW = { m: 16, ef_construct: 100, full_scan_threshold: 10_000, max_indexing_threads: 0, on_disk: false };
const OPTIMIZER = {
  deleted_threshold: 0.2,
  vacuum_min_vector_number: 1000,
  default_segment_number: 0,
  max_segment_size: null,
  memmap_threshold: null,
  indexing_threshold: 10_000,
  flush_interval_sec: 5,
  max_optimization_threads: null,
};
const WAL = { wal_capacity_mb: 32, wal_segments_ahead: 0, wal_retain_closed: 1 };

function object(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
