import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { ifPresent } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { legacyName } from "../name-selection.ts";
import { machinePageSize } from "../page-size.ts";
import { parseSockstat, type SockstatLine } from "../procfs/sockstat.ts";

/** What node_exporter knows of a protocol's line; other keys are left out. */
const KEYS = new Set(["inuse", "orphan", "tw", "alloc", "mem", "memory"]);

const READ_NOTHING: readonly SockstatLine[] = [];

function readSockstat(host: Host, path: string): readonly SockstatLine[] {
  return ifPresent(() => parseSockstat(host.proc.hot(path), path)) ?? READ_NOTHING;
}

const protocolsOf = (lines: readonly SockstatLine[]): readonly SockstatLine[] =>
  lines.filter(({ protocol }) => protocol !== "sockets");

export const sockstat: CollectorDefinition<Host> = defineCollector({
  name: "sockstat",
  help: "Sockets by protocol and their memory, from /proc/net/sockstat and /proc/net/sockstat6.",
  enabledByDefault: true,
  read: (host: Host) => {
    // Either file is absent where the kernel runs without that version of IP.
    const version4 = readSockstat(host, "net/sockstat");
    return {
      used: version4.find(({ protocol }) => protocol === "sockets")?.counts.find(([key]) => key === "used")?.[1],
      protocols: [...protocolsOf(version4), ...protocolsOf(readSockstat(host, "net/sockstat6"))],
      pageSize: machinePageSize(),
    };
  },
  families: (family) => [
    family({
      name: "node_sockstat_sockets_used",
      type: "gauge",
      help: "Sockets of all protocols that are in use in this network namespace.",
      samples: ({ used }, emit) => {
        if (used !== undefined) emit(used);
      },
    }),
    family.dynamic({
      prefix: "node_sockstat_",
      type: "gauge",
      help: "Sockets of a protocol by state, or the memory that they hold.",
      helpFor: (name) => `Socket statistic ${name.slice("node_sockstat_".length)}: sockets in that state, or memory.`,
      samples: ({ protocols, pageSize }, emit) => {
        for (const { protocol, counts } of protocols) {
          const prefix = `node_sockstat_${legacyName(protocol)}`;
          for (const [key, value] of counts) {
            if (!KEYS.has(key)) continue;
            emit(`${prefix}_${key}`, value);
            if (key === "mem") emit(`${prefix}_mem_bytes`, value * pageSize);
          }
        }
      },
    }),
  ],
});
