import { expect, test } from "vitest";
import { meminfo } from "../../src/collectors/meminfo.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const TEXT = `MemTotal:        3742148 kB
Active(anon):    2068484 kB
Committed_AS:    5349580 kB
SecPageTables:         4 kB
HugePages_Total:       3
NewThing_Count:        5
`;

test("exposes every line of the kernel", async () => {
  const run = await collectOnce(meminfo, {}, fixtureHost(temporaryTree({ "proc/meminfo": TEXT })));
  expect(run.lines).toEqual([
    "node_memory_Active_anon_bytes 2118127616",
    "node_memory_Committed_AS_bytes 5477969920",
    "node_memory_HugePages_Total 3",
    "node_memory_MemTotal_bytes 3831959552",
    "node_memory_NewThing_Count 5",
    "node_memory_SecPageTables_bytes 4096",
  ]);
  expect(new Set(run.types.values())).toEqual(new Set(["gauge"]));
});

test("exposes upstream's fixed list when told so", async () => {
  const run = await collectOnce(meminfo, { all: false }, fixtureHost(temporaryTree({ "proc/meminfo": TEXT })));
  expect(run.samples.map(({ name }) => name).toSorted()).toEqual([
    "node_memory_Active_anon_bytes",
    "node_memory_Committed_AS_bytes",
    "node_memory_HugePages_Total",
    "node_memory_MemTotal_bytes",
  ]);
});
