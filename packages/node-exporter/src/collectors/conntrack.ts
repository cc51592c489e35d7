import { defineCollector, NoDataError, PartialDataError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { hasCode } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseSingleNumber } from "../procfs/fields.ts";
import { parseNfConntrack, type ConntrackCounters } from "../procfs/nf-conntrack.ts";

const COUNT = "sys/net/netfilter/nf_conntrack_count";
const MAX = "sys/net/netfilter/nf_conntrack_max";
const STATS = "net/stat/nf_conntrack";

/** The kernel writes the line of one CPU at once. */
const LINE_BYTES = 512;

/** Counters by nature, exposed as gauges because node_exporter does. */
const STAT_FAMILIES = [
  ["node_nf_conntrack_stat_found", "found", "Lookups that found a tracked connection."],
  ["node_nf_conntrack_stat_invalid", "invalid", "Packets that could not be tracked."],
  ["node_nf_conntrack_stat_ignore", "ignore", "Packets that already belonged to a tracked connection."],
  ["node_nf_conntrack_stat_insert", "insert", "Connections that were added to the table."],
  ["node_nf_conntrack_stat_insert_failed", "insertFailed", "Connections that could not be added to the table."],
  ["node_nf_conntrack_stat_drop", "drop", "Packets dropped because tracking them failed."],
  [
    "node_nf_conntrack_stat_early_drop",
    "earlyDrop",
    "Connections that were forgotten early to make room for new ones.",
  ],
  ["node_nf_conntrack_stat_search_restart", "searchRestart", "Lookups that had to start again after the table grew."],
] as const;

interface Conntrack {
  entries?: number;
  limit?: number;
  stats?: ConntrackCounters;
}

export const conntrack: CollectorDefinition<Host> = defineCollector({
  name: "conntrack",
  help: "Entries, limit and counters of connection tracking, from /proc/sys/net/netfilter and /proc/net/stat.",
  enabledByDefault: true,
  isSteady: true,
  read: (host: Host): Conntrack => {
    const found: Conntrack = {};
    try {
      found.entries = parseSingleNumber(host.proc.hot(COUNT, 0), COUNT);
      found.limit = parseSingleNumber(host.proc.hot(MAX, 0), MAX);
      found.stats = parseNfConntrack(host.proc.hot(STATS, LINE_BYTES));
      return found;
    } catch (error) {
      const cause = hasCode(error, "ENOENT") ? new NoDataError("connection tracking is not loaded") : error;
      throw new PartialDataError(found, cause);
    }
  },
  families: (family) => [
    family({
      name: "node_nf_conntrack_entries",
      type: "gauge",
      help: "Connections that the kernel tracks.",
      samples: ({ entries }, emit) => {
        if (entries !== undefined) emit(entries);
      },
    }),
    family({
      name: "node_nf_conntrack_entries_limit",
      type: "gauge",
      help: "Connections that the kernel will track at most.",
      samples: ({ limit }, emit) => {
        if (limit !== undefined) emit(limit);
      },
    }),
    ...STAT_FAMILIES.map(([name, key, help]) =>
      family({
        name,
        type: "gauge",
        help,
        samples: ({ stats }, emit) => {
          if (stats !== undefined) emit(stats[key]);
        },
      }),
    ),
  ],
});
