import { NoDataError, ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { nfs } from "../../src/collectors/nfs.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const hostWith = (text: string) => fixtureHost(temporaryTree({ "proc/net/rpc/nfs": text }));

test("exposes traffic, calls and procedures, with 0 for what the kernel does not count", async () => {
  const run = await collectOnce(
    nfs,
    {},
    hostWith(`net 9 1 8 3\nrpc 50 6 7\nproc2 18 0 11 ${"0 ".repeat(16)}\nproc4 3 4 5 6\n`),
  );
  expect(run.lines).toEqual(
    expect.arrayContaining([
      'node_nfs_packets_total{protocol="udp"} 1',
      'node_nfs_packets_total{protocol="tcp"} 8',
      "node_nfs_connections_total 3",
      "node_nfs_rpcs_total 50",
      "node_nfs_rpc_retransmissions_total 6",
      "node_nfs_rpc_authentication_refreshes_total 7",
      'node_nfs_requests_total{method="GetAttr",proto="2"} 11',
      'node_nfs_requests_total{method="Null",proto="4"} 4',
      'node_nfs_requests_total{method="Write",proto="4"} 6',
      'node_nfs_requests_total{method="Clone",proto="4"} 0',
      'node_nfs_requests_total{method="Commit",proto="3"} 0',
    ]),
  );
  // 18 procedures of version 2, 22 of version 3, 59 of version 4.
  expect(run.samples.filter(({ name }) => name === "node_nfs_requests_total")).toHaveLength(18 + 22 + 59);
  expect(new Set(run.types.values())).toEqual(new Set(["counter"]));
});

test("has no data without the NFS client, and fails whole on a line that it does not know", async () => {
  await expect(collectOnce(nfs, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
  await expect(collectOnce(nfs, {}, hostWith("net 9 1 8 3\nfuture 1\n"))).rejects.toThrow(ParseError);
});
