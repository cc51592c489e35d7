/**
 * The module's kstats, files of /proc/spl/kstat/zfs, and the names that their fields become: a release of OpenZFS adds
 * and drops fields, so they are read as they are found.
 */
export const MODULE_KSTATS = [
  { file: "abdstats", prefix: "node_zfs_abd_", help: "ARC buffer data: linear and scattered buffers, their sizes." },
  { file: "arcstats", prefix: "node_zfs_arc_", help: "Adaptive replacement cache: sizes, hits, misses, evictions." },
  { file: "dbufstats", prefix: "node_zfs_dbuf_", help: "Cache of decompressed blocks: sizes by level, hash table." },
  { file: "dmu_tx", prefix: "node_zfs_dmu_tx_", help: "Transactions of the data management unit, and their delays." },
  { file: "dnodestats", prefix: "node_zfs_dnode_", help: "Dnodes: holds, allocations, moves." },
  { file: "fm", prefix: "node_zfs_fm_", help: "Fault management: events that were lost or could not be built." },
  { file: "vdev_cache_stats", prefix: "node_zfs_vdev_cache_", help: "Device cache of older releases of OpenZFS." },
  { file: "vdev_mirror_stats", prefix: "node_zfs_vdev_mirror_", help: "How reads were spread over mirrored devices." },
  { file: "xuio_stats", prefix: "node_zfs_xuio_", help: "Zero-copy input and output of older releases of OpenZFS." },
  { file: "zfetchstats", prefix: "node_zfs_zfetch_", help: "Prefetching: streams, hits, misses." },
  { file: "zil", prefix: "node_zfs_zil_", help: "Intent log: commits and what was logged." },
] as const;
