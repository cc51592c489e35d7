import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { createCpuTopologyReader } from "../src/cpu-topology.ts";
import { fixtureHost } from "./support/collect.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

const CPUS = "sys/devices/system/cpu";

const cpu = (number: number, physicalPackage: string, core: string): Record<string, string> => ({
  [`${CPUS}/cpu${number}/topology/physical_package_id`]: `${physicalPackage}\n`,
  [`${CPUS}/cpu${number}/topology/core_id`]: `${core}\n`,
});
const core = (number: number): Record<string, string> => ({
  [`${CPUS}/cpu${number}/thermal_throttle/core_throttle_count`]: "5\n",
});
const pack = (number: number): Record<string, string> => ({
  [`${CPUS}/cpu${number}/thermal_throttle/package_throttle_count`]: "30\n",
});

test("one counter stands for each core and each package, and the first CPU that has it is asked", () => {
  const files = {
    ...cpu(0, "0", "0"),
    ...core(0),
    ...cpu(1, "0", "0"),
    ...core(1),
    ...pack(1),
    ...cpu(2, "1", "4"),
    ...pack(2),
    [`${CPUS}/cpufreq/boost`]: "1\n",
  };
  const topology = createCpuTopologyReader(fixtureHost(temporaryTree(files)))();
  expect(topology).toEqual({
    online: [],
    coreThrottles: [{ package: "0", core: "0", path: "devices/system/cpu/cpu0/thermal_throttle/core_throttle_count" }],
    packageThrottles: [
      { package: "0", core: "0", path: "devices/system/cpu/cpu1/thermal_throttle/package_throttle_count" },
      { package: "1", core: "4", path: "devices/system/cpu/cpu2/thermal_throttle/package_throttle_count" },
    ],
  });
});

test("CPUs without a known place have no counters", () => {
  const files = { ...cpu(0, "-1", "0"), ...core(0), ...pack(0), ...core(1) };
  const topology = createCpuTopologyReader(fixtureHost(temporaryTree(files)))();
  expect(topology).toEqual({ online: [], coreThrottles: [], packageThrottles: [] });
});

test("is read again when a CPU is switched off", () => {
  const folder = temporaryTree({
    [`${CPUS}/online`]: "0-1\n",
    [`${CPUS}/cpu0/online`]: "1\n",
    [`${CPUS}/cpu1/online`]: "1\n",
  });
  const read = createCpuTopologyReader(fixtureHost(folder));
  const before = read();
  expect(before.online).toEqual([
    ["0", true],
    ["1", true],
  ]);
  expect(read()).toBe(before);
  writeFileSync(`${folder}/${CPUS}/cpu1/online`, "0\n");
  writeFileSync(`${folder}/${CPUS}/online`, "0\n");
  expect(read().online).toEqual([
    ["0", true],
    ["1", false],
  ]);
});

test("a tree without CPUs is empty", () => {
  const topology = createCpuTopologyReader(fixtureHost(temporaryTree({})))();
  expect(topology).toEqual({ online: [], coreThrottles: [], packageThrottles: [] });
});
