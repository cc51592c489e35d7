import { expect, test } from "vitest";
import { planFiles } from "../../src/cgroup/file-plan.ts";
import { CGROUP_IO_NUMBERS, CGROUP_NUMBERS } from "../../src/cgroup/numbers.ts";
import { IO_KEYS } from "../../src/cgroup/parse-io-stat.ts";

test("every number has one place, in one file", () => {
  const places = planFiles().flatMap((planned) => [...planned.places].map(([key, at]) => ({ ...planned, key, at })));
  expect(places.map(({ at }) => at).toSorted((one, other) => one - other)).toEqual([...CGROUP_NUMBERS.keys()]);
  for (const { at, file, key } of places) expect(CGROUP_NUMBERS[at]).toMatchObject({ file, key });
  expect(CGROUP_IO_NUMBERS).toHaveLength(IO_KEYS.length);
});

test("files are read once, and those of a controller only with it", () => {
  const plan = planFiles();
  expect(plan.map(({ file, kind, controller }) => `${file} ${kind} ${controller}`.trimEnd()).toSorted()).toEqual([
    "cpu.pressure pressure",
    "cpu.stat flat",
    "io.pressure pressure",
    "memory.current limit memory",
    "memory.events flat memory",
    "memory.high limit memory",
    "memory.max limit memory",
    "memory.peak limit memory",
    "memory.pressure pressure",
    "memory.stat flat memory",
    "memory.swap.current limit memory",
    "memory.swap.max limit memory",
    "pids.current limit pids",
    "pids.max limit pids",
  ]);
});
