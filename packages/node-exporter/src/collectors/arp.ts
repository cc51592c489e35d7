import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { createDeviceFilter } from "../device-filter.ts";
import type { Host } from "../host.ts";
import { parseArp } from "../procfs/arp.ts";

/** The kernel writes the line of one neighbour at once. */
const LINE_BYTES = 512;

export const arp: CollectorDefinition<Host> = defineCollector({
  name: "arp",
  help: "Neighbours known by ARP, from /proc/net/arp.",
  enabledByDefault: true,
  options: {
    include: {
      flag: "collector.arp.device-include",
      type: "regex",
      default: "",
      help: "Devices to count entries of.",
    },
    exclude: {
      flag: "collector.arp.device-exclude",
      type: "regex",
      default: "",
      help: "Devices to leave out.",
    },
    netlink: {
      flag: "collector.arp.netlink",
      type: "boolean",
      default: true,
      help: "Accepted for compatibility: /proc/net/arp gives the same entries as netlink does.",
    },
  },
  setup: (options, _host: Host) => createDeviceFilter(options),
  read: (host: Host, _signal, ignored) => ({ entries: parseArp(host.proc.hot("net/arp", LINE_BYTES)), ignored }),
  families: (family) => [
    family({
      name: "node_arp_entries",
      type: "gauge",
      labels: ["device"],
      help: "IPv4 neighbours in the ARP table by network device.",
      samples: ({ entries, ignored }, emit) => {
        for (const [device, count] of entries) if (!ignored(device)) emit(count, device);
      },
    }),
  ],
});
