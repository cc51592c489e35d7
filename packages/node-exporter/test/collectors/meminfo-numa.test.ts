import { expect, test } from "vitest";
import { meminfoNuma } from "../../src/collectors/meminfo-numa.ts";
import { collectOnce, fixtureHost } from "../support/collect.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

const NODES = "sys/devices/system/node";
const FILES: Readonly<Record<string, string>> = {
  [`${NODES}/node0/meminfo`]:
    "\nNode 0 MemTotal:       2048 kB\nNode 0 Active(anon):     10 kB\nNode 0 HugePages_Total:     3\n",
  [`${NODES}/node0/numastat`]: "numa_hit 193460335812\nother_node 5\n",
  [`${NODES}/node12/meminfo`]: "Node 12 MemTotal:       4096 kB\n",
  [`${NODES}/node12/numastat`]: "numa_hit 7\n",
  [`${NODES}/node0/cpulist`]: "0-1\n",
  [`${NODES}/possible`]: "0-12\n",
  [`${NODES}/power/control`]: "auto\n",
};

test("exposes fields as gauges and allocation counters as counters, by node", async () => {
  const run = await collectOnce(meminfoNuma, {}, fixtureHost(temporaryTree(FILES)));
  expect(run.lines).toEqual([
    'node_memory_numa_Active_anon{node="0"} 10240',
    'node_memory_numa_HugePages_Total{node="0"} 3',
    'node_memory_numa_MemTotal{node="0"} 2097152',
    'node_memory_numa_MemTotal{node="12"} 4194304',
    'node_memory_numa_numa_hit_total{node="0"} 193460335812',
    'node_memory_numa_numa_hit_total{node="12"} 7',
    'node_memory_numa_other_node_total{node="0"} 5',
  ]);
  expect(run.types.get("node_memory_numa_MemTotal")).toBe("gauge");
  expect(run.types.get("node_memory_numa_numa_hit_total")).toBe("counter");
});

test("explains each family by the kernel's field", () => {
  const helps = meminfoNuma.families.map((family) =>
    family.kind === "dynamic" ? family.helpFor?.("node_memory_numa_numa_hit_total") : undefined,
  );
  expect(helps).toEqual([
    "Field numa_hit_total of the node's meminfo.",
    "Pages counted as numa_hit in the node's numastat.",
  ]);
});

test("a machine without nodes has no samples and is no failure", async () => {
  expect((await collectOnce(meminfoNuma, {}, fixtureHost(temporaryTree({})))).lines).toEqual([]);
});

test.each(["meminfo", "numastat"])(
  "a node without its %s fails the collector, as it does in node_exporter",
  async (file) => {
    const files = Object.fromEntries(Object.entries(FILES).filter(([path]) => path !== `${NODES}/node12/${file}`));
    await expect(collectOnce(meminfoNuma, {}, fixtureHost(temporaryTree(files)))).rejects.toThrow(/ENOENT/);
  },
);

test("a malformed line names its file", async () => {
  const files = { ...FILES, [`${NODES}/node12/numastat`]: "numa_hit\n" };
  await expect(collectOnce(meminfoNuma, {}, fixtureHost(temporaryTree(files)))).rejects.toThrow(
    "devices/system/node/node12/numastat:1",
  );
});
