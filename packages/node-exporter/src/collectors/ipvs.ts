import { defineCollector, PartialDataError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { ALL_BACKEND_LABELS, selectBackendLabels, sumBackends, type BackendSum } from "../ipvs/backend-labels.ts";
import { parseIpvsBackends } from "../procfs/ip-vs.ts";
import { parseIpvsStats } from "../procfs/ip-vs-stats.ts";

/** The kernel writes the line of one server at once. */
const LINE_BYTES = 256;

const TOTALS = [
  ["node_ipvs_connections_total", "connections", "Connections to all virtual servers."],
  ["node_ipvs_incoming_packets_total", "incomingPackets", "Packets to all virtual servers."],
  ["node_ipvs_outgoing_packets_total", "outgoingPackets", "Packets from real servers through this host."],
  ["node_ipvs_incoming_bytes_total", "incomingBytes", "Bytes to all virtual servers."],
  ["node_ipvs_outgoing_bytes_total", "outgoingBytes", "Bytes from real servers through this host."],
] as const;

const BACKENDS = [
  [
    "node_ipvs_backend_connections_active",
    "activeConnections",
    "Established connections to the real servers that the labels tell apart.",
  ],
  [
    "node_ipvs_backend_connections_inactive",
    "inactiveConnections",
    "Connections in any other state to the real servers that the labels tell apart.",
  ],
  ["node_ipvs_backend_weight", "weight", "Sum of the weights of the real servers that the labels tell apart."],
] as const;

export const ipvs: CollectorDefinition<Host> = defineCollector({
  name: "ipvs",
  help: "Traffic of the IP virtual server and connections of each real server, from /proc/net/ip_vs and ip_vs_stats.",
  enabledByDefault: true,
  options: {
    backendLabels: {
      flag: "collector.ipvs.backend-labels",
      type: "string",
      default: ALL_BACKEND_LABELS,
      placeholder: "LIST",
      help: "Labels of the real servers' metrics, separated by commas; servers that differ in others only are summed.",
    },
  },
  setup: ({ backendLabels }, _host: Host) => selectBackendLabels(backendLabels),
  read: ({ proc }: Host, _signal, labels) => {
    const stats = parseIpvsStats(orNoData(() => proc.hot("net/ip_vs_stats", 0), "the IP virtual server is not loaded"));
    const none: readonly BackendSum[] = [];
    try {
      const backends = sumBackends(parseIpvsBackends(proc.hot("net/ip_vs", LINE_BYTES)), labels);
      return { stats, backends };
    } catch (error) {
      throw new PartialDataError({ stats, backends: none }, error);
    }
  },
  families: (family) => [
    ...TOTALS.map(([name, key, help]) =>
      family({ name, type: "counter", help, samples: ({ stats }, emit) => emit(stats[key]) }),
    ),
    // The label set is what the flag says, and so not the definition's.
    family.foreign({
      help: "Connections and weight of real servers, with the labels of --collector.ipvs.backend-labels.",
      families: ({ backends }) =>
        backends.length === 0
          ? []
          : BACKENDS.map(([name, key, help]) => ({
              name,
              type: "gauge" as const,
              help,
              points: backends.map((backend) => ({ labels: backend.labels, value: backend[key] })),
            })),
    }),
  ],
});
