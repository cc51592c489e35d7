import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { nfsd } from "../../src/collectors/nfsd.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const hostWith = (text: string) => fixtureHost(temporaryTree({ "proc/net/rpc/nfsd": text }));
/** Counts that tell their columns: 100 and the column's number. */
const counts = (length: number): string => Array.from({ length }, (_, column) => 100 + column).join(" ");

const TEXT = `rc 1 2 3\nfh 4 0 0 0 0\nio 500 600\nth 8 0 0.000 0.000\nra 32 1 2 3 4 5 6 7 8 9 10 33\nnet 10 4 6 2\nrpc 70 9 1 2 3\nproc2 18 ${counts(18)}\nproc3 22 ${counts(22)}\nproc4 2 0 11\nproc4ops 72 ${counts(72)}\nwdeleg_getattr 5\n`;

test("exposes caches, traffic, threads and errors", async () => {
  const run = await collectOnce(nfsd, {}, hostWith(TEXT));
  expect(run.lines.filter((line) => !line.startsWith("node_nfsd_requests_total"))).toEqual([
    "node_nfsd_connections_total 2",
    "node_nfsd_disk_bytes_read_total 500",
    "node_nfsd_disk_bytes_written_total 600",
    "node_nfsd_file_handles_stale_total 4",
    'node_nfsd_packets_total{proto="tcp"} 6',
    'node_nfsd_packets_total{proto="udp"} 4',
    "node_nfsd_read_ahead_cache_not_found_total 33",
    "node_nfsd_read_ahead_cache_size_blocks 32",
    "node_nfsd_reply_cache_hits_total 1",
    "node_nfsd_reply_cache_misses_total 2",
    "node_nfsd_reply_cache_nocache_total 3",
    'node_nfsd_rpc_errors_total{error="auth"} 2',
    'node_nfsd_rpc_errors_total{error="cInt"} 3',
    'node_nfsd_rpc_errors_total{error="fmt"} 1',
    "node_nfsd_server_rpcs_total 70",
    "node_nfsd_server_threads 8",
  ]);
  expect(run.types.get("node_nfsd_server_threads")).toBe("gauge");
  expect(run.types.get("node_nfsd_requests_total")).toBe("counter");
});

test("exposes procedures by their columns, without those that node_exporter leaves out", async () => {
  const { samples } = await collectOnce(nfsd, {}, hostWith(TEXT));
  const requests = new Map(
    samples.filter(({ name }) => name === "node_nfsd_requests_total").map(({ labels, value }) => [labels, value]),
  );
  expect(requests.get('method="GetAttr",proto="2"')).toBe(101);
  expect(requests.get('method="Commit",proto="3"')).toBe(121);
  // Operation numbers of RFC 7530 are the columns.
  expect(requests.get('method="Access",proto="4"')).toBe(103);
  expect(requests.get('method="PutFH",proto="4"')).toBe(122);
  expect(requests.get('method="Read",proto="4"')).toBe(125);
  expect(requests.get('method="RelLockOwner",proto="4"')).toBe(139);
  expect(requests.get('method="WdelegGetattr",proto="4"')).toBe(5);
  expect([...requests.keys()].filter((labels) => /Null|PutPubFH|PutRootFH/.test(labels))).toEqual([]);
  expect(requests.size).toBe(17 + 21 + 35 + 1);
});

test("counts 0 for operations that an old kernel lacks", async () => {
  const { lines } = await collectOnce(nfsd, {}, hostWith(`proc4ops 39 ${counts(39)}\n`));
  expect(lines).toContain('node_nfsd_requests_total{method="Write",proto="4"} 138');
  expect(lines).toContain('node_nfsd_requests_total{method="RelLockOwner",proto="4"} 0');
});

test("has no data without the NFS server, and fails whole on a broken line", async () => {
  await expect(collectOnce(nfsd, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
  await expect(collectOnce(nfsd, {}, hostWith("rc 1 2 3\nth 8\n"))).rejects.toThrow(ParseError);
});
