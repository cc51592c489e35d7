import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { udpQueues } from "../../src/collectors/udp-queues.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr\n";
const socket = (queues: string): string =>
  `   0: 00000000:0016 00000000:0000 0A ${queues} 00:00000000 0 0 0 1 2 ffff 0\n`;

test("exposes the queues of both versions of IP", async () => {
  const host = fixtureHost(
    temporaryTree({
      "proc/net/udp": HEADER + socket("00000015:00000002"),
      "proc/net/udp6": HEADER + socket("00000000:00000100") + socket("00000001:00000001"),
    }),
  );
  const run = await collectOnce(udpQueues, {}, host);
  expect(run.lines).toEqual([
    'node_udp_queues{ip="v4",queue="rx"} 2',
    'node_udp_queues{ip="v4",queue="tx"} 21',
    'node_udp_queues{ip="v6",queue="rx"} 257',
    'node_udp_queues{ip="v6",queue="tx"} 1',
  ]);
  expect(run.types.get("node_udp_queues")).toBe("gauge");
});

test("exposes one version when the other is missing", async () => {
  const run = await collectOnce(udpQueues, {}, fixtureHost(temporaryTree({ "proc/net/udp": HEADER })));
  expect(run.lines).toEqual(['node_udp_queues{ip="v4",queue="rx"} 0', 'node_udp_queues{ip="v4",queue="tx"} 0']);
});

test("has no data when both are missing", async () => {
  await expect(collectOnce(udpQueues, {}, fixtureHost(temporaryTree({})))).rejects.toThrow(NoDataError);
});
