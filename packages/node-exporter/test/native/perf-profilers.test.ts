import { expect, test } from "vitest";
import { isChosen, PROFILERS } from "../../src/native/perf-profilers.ts";

// Numbers of linux/perf_event.h: id | operation << 8 | result << 16 for caches.
test.each([
  ["CpuCycles", 0, 0],
  ["CpuInstr", 0, 1],
  ["CacheRef", 0, 2],
  ["CacheMisses", 0, 3],
  ["BranchInstr", 0, 4],
  ["BranchMisses", 0, 5],
  ["StalledCyclesFrontend", 0, 7],
  ["StalledCyclesBackend", 0, 8],
  ["RefCpuCycles", 0, 9],
  ["PageFault", 1, 2],
  ["ContextSwitch", 1, 3],
  ["CpuMigration", 1, 4],
  ["MinorFault", 1, 5],
  ["MajorFault", 1, 6],
  ["L1DataReadHit", 3, 0x0_00_00],
  ["L1DataReadMiss", 3, 0x1_00_00],
  ["L1DataWriteHit", 3, 0x0_01_00],
  ["L1InstrReadMiss", 3, 0x1_00_01],
  ["LLReadHit", 3, 0x0_00_02],
  ["LLReadMiss", 3, 0x1_00_02],
  ["LLWriteHit", 3, 0x0_01_02],
  ["LLWriteMiss", 3, 0x1_01_02],
  ["DataTLBReadHit", 3, 0x0_00_03],
  ["DataTLBReadMiss", 3, 0x1_00_03],
  ["DataTLBWriteHit", 3, 0x0_01_03],
  ["DataTLBWriteMiss", 3, 0x1_01_03],
  ["InstrTLBReadHit", 3, 0x0_00_04],
  ["InstrTLBReadMiss", 3, 0x1_00_04],
  ["BPUReadHit", 3, 0x0_00_05],
  ["BPUReadMiss", 3, 0x1_00_05],
])("%s is event %i:%i", (name, type, config) => {
  expect(PROFILERS.filter((profiler) => profiler.name === name)).toMatchObject([{ type, config }]);
});

test("there are 30, each with a family of its own", () => {
  expect(PROFILERS).toHaveLength(30);
  expect(new Set(PROFILERS.map(({ family }) => family)).size).toBe(30);
  expect(new Set(PROFILERS.map(({ type, config }) => `${type}:${config}`)).size).toBe(30);
});

test("names choose among a kind, and no known name means all", () => {
  const chosen = (...names: readonly string[]): readonly string[] =>
    PROFILERS.filter((profiler) => profiler.kind === "software" && isChosen(profiler, names)).map(({ name }) => name);
  expect(chosen("MajorFault", "PageFault", "CpuCycles")).toEqual(["PageFault", "MajorFault"]);
  expect(chosen()).toHaveLength(5);
  expect(chosen("CpuCycles", "Nonsense")).toHaveLength(5);
});
