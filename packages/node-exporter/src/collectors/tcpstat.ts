import { defineCollector, NoDataError, type CollectorDefinition } from "@sightglass/metrics-registry";
import { ifPresent } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { addTcpSockets, noTcpSockets, type TcpSockets } from "../procfs/net-tcp.ts";

/** By number of the state (net/tcp_states.h). A request that has no socket of its own yet is in SYN_RECV. */
const STATES: readonly string[] = [
  "unknown",
  "established",
  "syn_sent",
  "syn_recv",
  "fin_wait1",
  "fin_wait2",
  "time_wait",
  "close",
  "close_wait",
  "last_ack",
  "listen",
  "closing",
];

/** The kernel writes the line of one socket at once. */
const LINE_BYTES = 256;

function addFile({ proc }: Host, path: string, into: TcpSockets): boolean {
  const text = ifPresent(() => proc.hot(path, LINE_BYTES));
  if (text === undefined) return false;
  addTcpSockets(text, path, into);
  return true;
}

/**
 * node_exporter asks the kernel by netlink for the same. There, the transmit queue of a listening socket is the limit of
 * its backlog; here it is 0, since nothing waits to be sent.
 */
export const tcpstat: CollectorDefinition<Host> = defineCollector({
  name: "tcpstat",
  help: "TCP sockets by state, and bytes in their queues, from /proc/net/tcp and /proc/net/tcp6.",
  enabledByDefault: false,
  read: (host: Host) => {
    const sockets = noTcpSockets();
    const hasV4 = addFile(host, "net/tcp", sockets);
    const hasV6 = addFile(host, "net/tcp6", sockets);
    if (!hasV4 && !hasV6) throw new NoDataError("this kernel has no TCP");
    return sockets;
  },
  families: (family) => [
    family({
      name: "node_tcp_connection_states",
      type: "gauge",
      labels: ["state"],
      help: "TCP sockets in each state that any is in, and bytes that wait in the queues of all of them.",
      samples: ({ states, sockets, transmitBytes, receiveBytes }, emit) => {
        if (sockets === 0) return;
        let unknown = states[0] as number;
        for (let state = 1; state < states.length; state += 1) {
          const count = states[state] as number;
          const name = STATES[state];
          if (name === undefined) unknown += count;
          else if (count > 0) emit(count, name);
        }
        if (unknown > 0) emit(unknown, "unknown");
        emit(transmitBytes, "tx_queued_bytes");
        emit(receiveBytes, "rx_queued_bytes");
      },
    }),
  ],
});
