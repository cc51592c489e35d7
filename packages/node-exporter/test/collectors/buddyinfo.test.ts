import { expect, test } from "vitest";
import { buddyinfo } from "../../src/collectors/buddyinfo.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("exposes the free blocks of each zone by size", async () => {
  const text = "Node 0, zone      DMA      1      0\nNode 2, zone   Normal   4381   1093\n";
  const run = await collectOnce(buddyinfo, {}, fixtureHost(temporaryTree({ "proc/buddyinfo": text })));
  expect(run.lines).toEqual([
    'node_buddyinfo_blocks{node="0",size="0",zone="DMA"} 1',
    'node_buddyinfo_blocks{node="0",size="1",zone="DMA"} 0',
    'node_buddyinfo_blocks{node="2",size="0",zone="Normal"} 4381',
    'node_buddyinfo_blocks{node="2",size="1",zone="Normal"} 1093',
  ]);
  expect(run.types.get("node_buddyinfo_blocks")).toBe("gauge");
  expect(buddyinfo.enabledByDefault).toBe(false);
});

test("one bad line fails the collector, as it does in node_exporter", async () => {
  const host = fixtureHost(temporaryTree({ "proc/buddyinfo": "Node 0, zone DMA 1 2\nNode 0, zone Normal 1\n" }));
  await expect(collectOnce(buddyinfo, {}, host)).rejects.toThrow("buddyinfo:2");
});
