import { expect, test } from "vitest";
import { zoneinfo } from "../../src/collectors/zoneinfo.ts";
import { ZONE_FAMILIES } from "../../src/zoneinfo/zone-families.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const host = (text: string) => fixtureHost(temporaryTree({ "proc/zoneinfo": text }));

test("exposes what each zone has, node-wide fields with the node's first zone", async () => {
  const run = await collectOnce(
    zoneinfo,
    {},
    host(
      "Node 0, zone      DMA\n  per-node stats\n      nr_dirtied   1189\n      workingset_nodes 5\n  pages free     2949\n        min      8\n        protection: (0, 2039)\n      nr_free_pages 2949\n      numa_hit 3\n  pagesets\n    cpu: 0\n              high: 7\n" +
        "Node 1, zone   Normal\n  pages free     1\n        min      -1\n        protection: (0, 0)\n",
    ),
  );
  expect(run.lines).toEqual([
    'node_zoneinfo_min_pages{node="0",zone="DMA"} 8',
    'node_zoneinfo_min_pages{node="1",zone="Normal"} -1',
    'node_zoneinfo_nr_dirtied_total{node="0",zone="DMA"} 1189',
    'node_zoneinfo_nr_free_pages{node="0",zone="DMA"} 2949',
    'node_zoneinfo_numa_hit_total{node="0",zone="DMA"} 3',
    'node_zoneinfo_protection_0{node="0",zone="DMA"} 0',
    'node_zoneinfo_protection_0{node="1",zone="Normal"} 0',
    'node_zoneinfo_protection_1{node="0",zone="DMA"} 2039',
    'node_zoneinfo_protection_1{node="1",zone="Normal"} 0',
  ]);
  expect(run.types.get("node_zoneinfo_nr_dirtied_total")).toBe("counter");
  expect(run.types.get("node_zoneinfo_nr_free_pages")).toBe("gauge");
  expect(run.types.get("node_zoneinfo_protection_1")).toBe("gauge");
});

test("each family has its own field, which the kernel writes", async () => {
  const lines = ZONE_FAMILIES.map(({ field }, at) => `      ${field} ${at + 1}\n`).join("");
  const run = await collectOnce(zoneinfo, {}, host(`Node 3, zone  Movable\n${lines}`));
  expect(run.lines).toEqual(
    ZONE_FAMILIES.map(({ name }, at) => `${name}{node="3",zone="Movable"} ${at + 1}`).toSorted(),
  );
  expect(run.types.size).toBe(34);
  for (const { name, type } of ZONE_FAMILIES)
    expect([name, name.endsWith("_total")]).toEqual([name, type === "counter"]);
});

test("a text without a zone fails", async () => {
  await expect(collectOnce(zoneinfo, {}, host("\n"))).rejects.toThrow("zoneinfo: expected a node and a zone");
});
