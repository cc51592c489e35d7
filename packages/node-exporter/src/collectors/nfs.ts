import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { emitProcedures, NFS2_PROCEDURES, NFS3_PROCEDURES, NFS4_CLIENT_PROCEDURES } from "../nfs/procedures.ts";
import { parseRpcStatistics, type RpcLine } from "../procfs/rpc-statistics.ts";

const PATH = "net/rpc/nfs";

const LINES: readonly RpcLine[] = [
  { key: "net", min: 4, max: 4 },
  { key: "rpc", min: 3, max: 3 },
  { key: "proc2", min: 18, max: Infinity, isCounted: true },
  { key: "proc3", min: 22, max: Infinity, isCounted: true },
  { key: "proc4", min: 0, max: Infinity, isCounted: true },
];

export const nfs: CollectorDefinition<Host> = defineCollector({
  name: "nfs",
  help: "Calls of the NFS client by procedure, and their packets and retransmissions, from /proc/net/rpc/nfs.",
  enabledByDefault: true,
  isSteady: true,
  read: ({ proc }: Host) =>
    parseRpcStatistics(
      orNoData(() => proc.hot(PATH, 0), "the NFS client is not loaded"),
      PATH,
      LINES,
    ),
  families: (family) => [
    family({
      name: "node_nfs_packets_total",
      type: "counter",
      labels: ["protocol"],
      help: "Packets of the NFS client over the network, by transport protocol.",
      samples: ([net], emit) => {
        emit(net?.[1] ?? 0, "udp");
        emit(net?.[2] ?? 0, "tcp");
      },
    }),
    family({
      name: "node_nfs_connections_total",
      type: "counter",
      help: "TCP connections that the NFS client has made.",
      samples: ([net], emit) => emit(net?.[3] ?? 0),
    }),
    family({
      name: "node_nfs_rpcs_total",
      type: "counter",
      help: "Remote procedure calls of the NFS client.",
      samples: ([, rpc], emit) => emit(rpc?.[0] ?? 0),
    }),
    family({
      name: "node_nfs_rpc_retransmissions_total",
      type: "counter",
      help: "Calls that the NFS client had to send again.",
      samples: ([, rpc], emit) => emit(rpc?.[1] ?? 0),
    }),
    family({
      name: "node_nfs_rpc_authentication_refreshes_total",
      type: "counter",
      help: "Times that the NFS client renewed its credentials.",
      samples: ([, rpc], emit) => emit(rpc?.[2] ?? 0),
    }),
    family({
      name: "node_nfs_requests_total",
      type: "counter",
      labels: ["proto", "method"],
      help: "Calls of the NFS client, by version of the protocol and procedure.",
      samples: ([, , v2, v3, v4], emit) => {
        emitProcedures("2", NFS2_PROCEDURES, v2, emit);
        emitProcedures("3", NFS3_PROCEDURES, v3, emit);
        emitProcedures("4", NFS4_CLIENT_PROCEDURES, v4, emit);
      },
    }),
  ],
});
