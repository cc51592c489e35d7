/** A value of a cache set or of one of its devices, in a file of its own, and the family that it becomes. */
export interface BcacheValue {
  readonly name: string;
  readonly type: "gauge" | "counter";
  /** Below the folder of the set or device. */
  readonly file: string;
  /** What the kernel's number is multiplied by; 1 when absent. */
  readonly scale?: number;
  readonly help: string;
}

/** Values of a cache set. */
export const SET_VALUES: readonly BcacheValue[] = [
  {
    name: "node_bcache_average_key_size_sectors",
    type: "gauge",
    file: "average_key_size",
    help: "Sectors of data that a key of the btree stands for, on average.",
  },
  {
    name: "node_bcache_btree_cache_size_bytes",
    type: "gauge",
    file: "btree_cache_size",
    help: "Memory that the cache of the btree takes, in bytes.",
  },
  {
    name: "node_bcache_cache_available_percent",
    type: "gauge",
    file: "cache_available_percent",
    help: "Share of the cache that holds no dirty data, so that writes may use it, in percent.",
  },
  {
    name: "node_bcache_congested",
    type: "gauge",
    file: "congested",
    help: "How far the cache is overloaded, so that requests pass it by; 0 when it is not.",
  },
  {
    name: "node_bcache_root_usage_percent",
    type: "gauge",
    file: "root_usage_percent",
    help: "Share of the btree's root node in use, in percent; the tree grows deeper when it is full.",
  },
  {
    name: "node_bcache_tree_depth",
    type: "gauge",
    file: "tree_depth",
    help: "Levels of the btree below its root.",
  },
  {
    name: "node_bcache_active_journal_entries",
    type: "gauge",
    file: "internal/active_journal_entries",
    help: "Journal entries whose changes are not in the index yet.",
  },
  {
    name: "node_bcache_btree_nodes",
    type: "gauge",
    file: "internal/btree_nodes",
    help: "Nodes of the btree.",
  },
  {
    name: "node_bcache_btree_read_average_duration_seconds",
    type: "gauge",
    file: "internal/btree_read_average_duration_us",
    scale: 1e-9,
    help: "Average time to read a btree node, taken for nanoseconds as node_exporter does.",
  },
  {
    name: "node_bcache_cache_read_races_total",
    type: "counter",
    file: "internal/cache_read_races",
    help: "Reads from the cache whose bucket was given to other data meanwhile, so that they had to be repeated.",
  },
];

/** Values of a backing device, that is the disk behind the cache. */
export const BACKING_VALUES: readonly BcacheValue[] = [
  {
    name: "node_bcache_dirty_data_bytes",
    type: "gauge",
    file: "dirty_data",
    help: "Data of the backing device that only the cache has, in bytes.",
  },
  {
    name: "node_bcache_bypassed_bytes_total",
    type: "counter",
    file: "stats_total/bypassed",
    help: "Bytes read and written that went past the cache.",
  },
  {
    name: "node_bcache_cache_hits_total",
    type: "counter",
    file: "stats_total/cache_hits",
    help: "Requests that the cache answered.",
  },
  {
    name: "node_bcache_cache_misses_total",
    type: "counter",
    file: "stats_total/cache_misses",
    help: "Requests that the cache could not answer.",
  },
  {
    name: "node_bcache_cache_bypass_hits_total",
    type: "counter",
    file: "stats_total/cache_bypass_hits",
    help: "Requests meant to go past the cache whose data was in it.",
  },
  {
    name: "node_bcache_cache_bypass_misses_total",
    type: "counter",
    file: "stats_total/cache_bypass_misses",
    help: "Requests meant to go past the cache whose data was not in it.",
  },
  {
    name: "node_bcache_cache_miss_collisions_total",
    type: "counter",
    file: "stats_total/cache_miss_collisions",
    help: "Times that data was to be put into the cache after a miss, and a write had done so already.",
  },
];

/** Present only on kernels that count it, before 5.14, and exposed only when it is not zero, as in node_exporter. */
export const READAHEADS: BcacheValue = {
  name: "node_bcache_cache_readaheads_total",
  type: "counter",
  file: "stats_total/cache_readaheads",
  help: "Times that data was read ahead into the cache.",
};

/** Values of a cache device. */
export const CACHE_VALUES: readonly BcacheValue[] = [
  {
    name: "node_bcache_io_errors",
    type: "gauge",
    file: "io_errors",
    help: "Errors of the cache device, which count less the longer ago they are.",
  },
  {
    name: "node_bcache_metadata_written_bytes_total",
    type: "counter",
    file: "metadata_written",
    help: "Bytes written to the cache device that are no data: btree, journal and the like.",
  },
  {
    name: "node_bcache_written_bytes_total",
    type: "counter",
    file: "written",
    help: "Bytes of data written to the cache device.",
  },
];
