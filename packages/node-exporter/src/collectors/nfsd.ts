import { defineCollector, type CollectorDefinition } from "@sightglass/metrics-registry";
import { orNoData } from "../file-errors.ts";
import type { Host } from "../host.ts";
import { emitProcedures, NFS2_PROCEDURES, NFS3_PROCEDURES, NFS4_SERVER_OPERATIONS } from "../nfs/procedures.ts";
import { parseRpcStatistics, type RpcLine } from "../procfs/rpc-statistics.ts";

const PATH = "net/rpc/nfsd";

const LINES: readonly RpcLine[] = [
  { key: "rc", min: 3, max: 3 },
  { key: "fh", min: 5, max: 5 },
  { key: "io", min: 2, max: 2 },
  // A histogram of fractions follows that kernels since 2.6.30 leave at zero.
  { key: "th", min: 2, max: 2, only: 2 },
  { key: "ra", min: 12, max: 12 },
  { key: "net", min: 4, max: 4 },
  { key: "rpc", min: 5, max: 5 },
  { key: "proc2", min: 18, max: Infinity, isCounted: true },
  { key: "proc3", min: 22, max: Infinity, isCounted: true },
  { key: "proc4", min: 2, max: 2, isCounted: true },
  { key: "proc4ops", min: 39, max: Infinity, isCounted: true },
  { key: "wdeleg_getattr", min: 1, max: Infinity },
];
/** Places of the lines. */
const RC = 0;
const FH = 1;
const IO = 2;
const TH = 3;
const RA = 4;
const NET = 5;
const RPC = 6;
const NFS2 = 7;
const NFS3 = 8;
const NFS4_OPERATIONS = 10;
const DELEGATED = 11;

/** The server's calls of procedure 0 are not exposed, as in node_exporter. */
const NFS2_SERVER_PROCEDURES: readonly string[] = ["-", ...NFS2_PROCEDURES.slice(1)];
const NFS3_SERVER_PROCEDURES: readonly string[] = ["-", ...NFS3_PROCEDURES.slice(1)];

/** Families of one number: line, and column in it. */
const NUMBERS = [
  ["node_nfsd_reply_cache_hits_total", "counter", RC, 0, "Repeated requests that the server answered from its cache."],
  ["node_nfsd_reply_cache_misses_total", "counter", RC, 1, "Requests whose answer the server had to remember."],
  ["node_nfsd_reply_cache_nocache_total", "counter", RC, 2, "Requests whose answer needs no remembering."],
  ["node_nfsd_file_handles_stale_total", "counter", FH, 0, "Requests for files that exist no more."],
  ["node_nfsd_disk_bytes_read_total", "counter", IO, 0, "Bytes that clients have read."],
  ["node_nfsd_disk_bytes_written_total", "counter", IO, 1, "Bytes that clients have written."],
  ["node_nfsd_server_threads", "gauge", TH, 0, "Kernel threads that serve NFS."],
  ["node_nfsd_read_ahead_cache_size_blocks", "gauge", RA, 0, "Size of the server's read-ahead cache in blocks."],
  ["node_nfsd_read_ahead_cache_not_found_total", "counter", RA, 11, "Lookups that the read-ahead cache did not hold."],
  ["node_nfsd_connections_total", "counter", NET, 3, "TCP connections that the server has accepted."],
  ["node_nfsd_server_rpcs_total", "counter", RPC, 0, "Remote procedure calls to the server."],
] as const;

export const nfsd: CollectorDefinition<Host> = defineCollector({
  name: "nfsd",
  help: "Requests to the kernel's NFS server by procedure, its traffic, threads and caches, from /proc/net/rpc/nfsd.",
  enabledByDefault: true,
  isSteady: true,
  read: ({ proc }: Host) =>
    parseRpcStatistics(
      orNoData(() => proc.hot(PATH, 0), "the NFS server is not loaded"),
      PATH,
      LINES,
    ),
  families: (family) => [
    ...NUMBERS.map(([name, type, line, column, help]) =>
      family({ name, type, help, samples: (lines, emit) => emit(lines[line]?.[column] ?? 0) }),
    ),
    family({
      name: "node_nfsd_packets_total",
      type: "counter",
      labels: ["proto"],
      help: "Packets of the NFS server over the network, by transport protocol.",
      samples: (lines, emit) => {
        emit(lines[NET]?.[1] ?? 0, "udp");
        emit(lines[NET]?.[2] ?? 0, "tcp");
      },
    }),
    family({
      name: "node_nfsd_rpc_errors_total",
      type: "counter",
      labels: ["error"],
      help: "Calls that the NFS server refused: malformed, not authorised, or from a client that is not known.",
      samples: (lines, emit) => {
        emit(lines[RPC]?.[2] ?? 0, "fmt");
        emit(lines[RPC]?.[3] ?? 0, "auth");
        emit(lines[RPC]?.[4] ?? 0, "cInt");
      },
    }),
    family({
      name: "node_nfsd_requests_total",
      type: "counter",
      labels: ["proto", "method"],
      help: "Requests to the NFS server, by version of the protocol and procedure.",
      samples: (lines, emit) => {
        emitProcedures("2", NFS2_SERVER_PROCEDURES, lines[NFS2], emit);
        emitProcedures("3", NFS3_SERVER_PROCEDURES, lines[NFS3], emit);
        emitProcedures("4", NFS4_SERVER_OPERATIONS, lines[NFS4_OPERATIONS], emit);
        emit(lines[DELEGATED]?.[0] ?? 0, "4", "WdelegGetattr");
      },
    }),
  ],
});
