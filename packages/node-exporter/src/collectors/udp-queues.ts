import { defineCollector, NoDataError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { ifPresent } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { parseUdpQueues } from "../procfs/net-udp.ts";

/** The kernel writes the line of one socket at once. */
const LINE_BYTES = 512;

const readQueues = (host: Host, path: string) => ifPresent(() => parseUdpQueues(host.proc.hot(path, LINE_BYTES), path));

export const udpQueues: CollectorDefinition<Host> = defineCollector({
  name: "udp_queues",
  help: "Bytes that wait in the queues of UDP sockets, from /proc/net/udp and /proc/net/udp6.",
  enabledByDefault: true,
  read: (host: Host) => {
    const v4 = readQueues(host, "net/udp");
    const v6 = readQueues(host, "net/udp6");
    if (v4 === undefined && v6 === undefined) throw new NoDataError("this kernel has no UDP");
    return { v4, v6 };
  },
  families: (family) => [
    family({
      name: "node_udp_queues",
      type: "gauge",
      labels: ["queue", "ip"],
      help: "Bytes that wait in the transmit or receive queues of all UDP sockets, by IP version.",
      samples: ({ v4, v6 }, emit) => {
        if (v4 !== undefined) {
          emit(v4.transmit, "tx", "v4");
          emit(v4.receive, "rx", "v4");
        }
        if (v6 !== undefined) {
          emit(v6.transmit, "tx", "v6");
          emit(v6.receive, "rx", "v6");
        }
      },
    }),
  ],
});
