import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { BACKING_VALUES, CACHE_VALUES, READAHEADS, SET_VALUES } from "../bcache/families.ts";
import { readCacheSet } from "../bcache/read-cache-set.ts";
import type { Host } from "../host.ts";

const FOLDER = "fs/bcache";

const WRITEBACK_FAMILIES = [
  ["node_bcache_dirty_target_bytes", "target", "Dirty data that the backing device should have at most, in bytes."],
  ["node_bcache_writeback_rate", "rate", "Bytes of dirty data that are to be written back each second."],
  [
    "node_bcache_writeback_rate_proportional_term",
    "proportional",
    "Part of the writeback rate that follows from how far dirty data is from its target.",
  ],
  [
    "node_bcache_writeback_rate_integral_term",
    "integral",
    "Part of the writeback rate that follows from how long dirty data has been off its target.",
  ],
  ["node_bcache_writeback_change", "change", "Last change of the writeback rate, in bytes per second."],
] as const;

const PRIORITY_FAMILIES = [
  [
    "node_bcache_priority_stats_unused_percent",
    "unusedPercent",
    "Share of the cache device that holds no data, in percent.",
  ],
  [
    "node_bcache_priority_stats_metadata_percent",
    "metadataPercent",
    "Share of the cache device that bcache needs for itself, in percent.",
  ],
] as const;

/** Block devices that bcache puts a faster device in front of. Nothing is wrong where there are none. */
export const bcache: CollectorDefinition<Host> = defineCollector({
  name: "bcache",
  help: "Hits, misses, writeback and state of block caches, from /sys/fs/bcache.",
  enabledByDefault: true,
  isSteady: true,
  options: {
    priorityStats: {
      flag: "collector.bcache.priorityStats",
      type: "boolean",
      default: false,
      help: "Expose what the buckets of cache devices are used for, which is dear to read.",
    },
  },
  read: ({ sys }: Host, _signal, { priorityStats }) =>
    sys
      .listIfPresent(FOLDER)
      .filter((entry) => entry.includes("-"))
      .map((uuid) => readCacheSet(sys, uuid, priorityStats)),
  families: (family) => [
    ...SET_VALUES.map(({ name, type, scale = 1, help }, at) =>
      family({
        name,
        type,
        labels: ["uuid"],
        help,
        samples: (sets, emit) => {
          for (const { uuid, values } of sets) emit((values[at] as number) * scale, uuid);
        },
      }),
    ),
    ...BACKING_VALUES.map(({ name, type, help }, at) =>
      family({
        name,
        type,
        labels: ["uuid", "backing_device"],
        help,
        samples: (sets, emit) => {
          for (const { uuid, backing } of sets) {
            for (const { device, values } of backing) emit(values[at] as number, uuid, device);
          }
        },
      }),
    ),
    family({
      name: READAHEADS.name,
      type: READAHEADS.type,
      labels: ["uuid", "backing_device"],
      help: READAHEADS.help,
      samples: (sets, emit) => {
        for (const { uuid, backing } of sets) {
          for (const { device, readaheads } of backing) if (readaheads !== 0) emit(readaheads, uuid, device);
        }
      },
    }),
    ...WRITEBACK_FAMILIES.map(([name, key, help]) =>
      family({
        name,
        type: "gauge",
        labels: ["uuid", "backing_device"],
        help,
        samples: (sets, emit) => {
          for (const { uuid, backing } of sets) {
            for (const { device, writeback } of backing) emit(writeback[key], uuid, device);
          }
        },
      }),
    ),
    ...CACHE_VALUES.map(({ name, type, help }, at) =>
      family({
        name,
        type,
        labels: ["uuid", "cache_device"],
        help,
        samples: (sets, emit) => {
          for (const { uuid, caches } of sets) {
            for (const { device, values } of caches) emit(values[at] as number, uuid, device);
          }
        },
      }),
    ),
    ...PRIORITY_FAMILIES.map(([name, key, help]) =>
      family({
        name,
        type: "gauge",
        labels: ["uuid", "cache_device"],
        help,
        samples: (sets, emit) => {
          for (const { uuid, caches } of sets) {
            for (const { device, priority } of caches) if (priority !== undefined) emit(priority[key], uuid, device);
          }
        },
      }),
    ),
  ],
});
