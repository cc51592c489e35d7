import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import type { Host } from "../host.ts";
import { parseSoftnetStat, type SoftnetCpu } from "../procfs/softnet-stat.ts";

const FAMILIES = [
  ["node_softnet_processed_total", "counter", "processed", "Packets that the CPU took from its backlog or a device."],
  ["node_softnet_dropped_total", "counter", "dropped", "Packets dropped because the CPU's backlog queue was full."],
  [
    "node_softnet_times_squeezed_total",
    "counter",
    "timesSqueezed",
    "Times that packet processing stopped with work left, for want of budget or time.",
  ],
  [
    "node_softnet_cpu_collision_total",
    "counter",
    "cpuCollisions",
    "Times that a transmit found its device locked by another CPU.",
  ],
  [
    "node_softnet_received_rps_total",
    "counter",
    "receivedRps",
    "Times that another CPU woke this one to process packets (receive packet steering).",
  ],
  [
    "node_softnet_flow_limit_count_total",
    "counter",
    "flowLimitCount",
    "Packets dropped because their flow took too large a share of the backlog.",
  ],
  ["node_softnet_backlog_len", "gauge", "backlogLength", "Packets that wait in the CPU's backlog queue."],
] as const;

/** The kernel writes the line of one CPU at once. */
const LINE_BYTES = 512;

export const softnet: CollectorDefinition<Host> = defineCollector({
  name: "softnet",
  help: "Packet processing and backlog by CPU, from /proc/net/softnet_stat.",
  enabledByDefault: true,
  read: (host: Host) => parseSoftnetStat(host.proc.hot("net/softnet_stat", LINE_BYTES)),
  families: (family) =>
    FAMILIES.map(([name, type, key, help]) =>
      family({
        name,
        type,
        labels: ["cpu"],
        help,
        samples: (rows, emit) => {
          for (let at = 0; at < rows.length; at += 1) {
            const row = rows[at] as SoftnetCpu;
            emit(row[key], row.cpu);
          }
        },
      }),
    ),
});
