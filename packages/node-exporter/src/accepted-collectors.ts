import type { AcceptedCollector } from "@sightglass/exporter-kit";

/** Collectors of node_exporter without flags of their own. */
const PLAIN = "drbd lnstat logind mountstats nfs nfsd processes tcpstat xfrm";

/**
 * Linux collectors of node_exporter 1.12 that this version does not have. A command line written for node_exporter
 * works with them named: the flags are taken, and the start says which of them do nothing.
 */
export const acceptedCollectors: readonly AcceptedCollector[] = [
  ...PLAIN.split(" ").map((name) => ({ name })),
  {
    name: "ethtool",
    flags: [
      "collector.ethtool.device-include",
      "collector.ethtool.device-exclude",
      "collector.ethtool.metrics-include",
    ],
  },
  { name: "ipvs", flags: ["collector.ipvs.backend-labels"] },
  {
    name: "ntp",
    flags: [
      "collector.ntp.server",
      "collector.ntp.server-port",
      "collector.ntp.protocol-version",
      "collector.ntp.ip-ttl",
      "collector.ntp.max-distance",
      "collector.ntp.local-offset-tolerance",
    ],
    switches: ["collector.ntp.server-is-local"],
  },
  {
    name: "perf",
    flags: [
      "collector.perf.cpus",
      "collector.perf.tracepoint",
      "collector.perf.hardware-profilers",
      "collector.perf.software-profilers",
      "collector.perf.cache-profilers",
    ],
    switches: [
      "collector.perf.disable-hardware-profilers",
      "collector.perf.disable-software-profilers",
      "collector.perf.disable-cache-profilers",
    ],
  },
  { name: "runit", flags: ["collector.runit.servicedir"] },
  { name: "supervisord", flags: ["collector.supervisord.url"] },
  {
    name: "systemd",
    flags: [
      "collector.systemd.unit-include",
      "collector.systemd.unit-exclude",
      "collector.systemd.unit-whitelist",
      "collector.systemd.unit-blacklist",
    ],
    switches: [
      "collector.systemd.enable-task-metrics",
      "collector.systemd.enable-restarts-metrics",
      "collector.systemd.enable-start-time-metrics",
      "collector.systemd.private",
    ],
  },
];
