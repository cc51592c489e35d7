import { expect, test } from "vitest";
import { createGroupTotals } from "../../src/process-group/group-totals.ts";
import type { ProcessReading } from "../../src/process-group/read-process.ts";
import type { TaskStat } from "../../src/procfs/task-stat.ts";
import { machinePageSize } from "../../src/page-size.ts";

const stat = (more: Partial<TaskStat> = {}): TaskStat => ({
  name: "a",
  state: "S",
  minorFaults: 0,
  majorFaults: 0,
  userTicks: 0,
  systemTicks: 0,
  threads: 2,
  startTicks: 900,
  virtualBytes: 1000,
  residentPages: 3,
  ...more,
});
const reading = (more: Partial<ProcessReading> = {}): ProcessReading => ({
  counters: [],
  swapBytes: 5,
  proportionalBytes: undefined,
  openFiles: 10,
  openFilesLimit: 100,
  refused: [],
  ...more,
});
const GROWTH = [1, 2, 3, 4, 5, 6, 7, 8];

test("adds up processes; of the nearest to its limit the ratio, of the oldest the start", () => {
  const totals = createGroupTotals("g");
  totals.add(stat(), reading({ proportionalBytes: 7 }), GROWTH);
  totals.add(stat({ startTicks: 50 }), reading({ openFiles: 30, openFilesLimit: 40 }), GROWTH);
  totals.add(stat({ startTicks: 70 }), reading({ openFilesLimit: Infinity }), GROWTH);
  expect(totals.take()).toEqual({
    group: "g",
    processes: 3,
    threads: 6,
    counters: GROWTH.map((value) => value * 3),
    residentBytes: 9 * machinePageSize(),
    virtualBytes: 3000,
    swapBytes: 15,
    proportionalBytes: 7,
    openFiles: 50,
    worstOpenFilesRatio: 0.75,
    oldestStartTicks: 50,
    refused: { io: 0, fd: 0, smaps_rollup: 0 },
  });
});

test("counters stay when the processes have ended, and gauges begin anew", () => {
  const totals = createGroupTotals("g");
  totals.add(stat(), reading(), GROWTH);
  totals.take();
  expect(totals.take()).toMatchObject({
    processes: 0,
    threads: 0,
    counters: GROWTH,
    residentBytes: 0,
    openFiles: 0,
    worstOpenFilesRatio: undefined,
    oldestStartTicks: undefined,
  });
});

test("what no process of the group told is unknown, and what some told is their sum", () => {
  const totals = createGroupTotals("g");
  expect(totals.take().counters).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  const denied = reading({ openFiles: undefined, refused: ["io", "fd"] });
  totals.add(stat(), denied, [1, 1, 1, 1, undefined, undefined, 1, 1]);
  const first = totals.take();
  expect(first.counters).toEqual([1, 1, 1, 1, undefined, undefined, 1, 1]);
  expect([first.openFiles, first.worstOpenFilesRatio, first.refused]).toEqual([
    undefined,
    undefined,
    { io: 1, fd: 1, smaps_rollup: 0 },
  ]);
  totals.add(stat(), denied, [1, 1, 1, 1, undefined, undefined, 1, 1]);
  totals.add(stat(), reading(), GROWTH);
  expect(totals.take()).toMatchObject({ openFiles: 10, counters: [3, 4, 5, 6, 5, 6, 9, 10] });
});

test("a limit of no files has been reached by the first", () => {
  const totals = createGroupTotals("g");
  totals.add(stat(), reading({ openFiles: 4, openFilesLimit: 0 }), GROWTH);
  expect(totals.take().worstOpenFilesRatio).toBe(1);
  totals.add(stat(), reading({ openFiles: 0, openFilesLimit: 0 }), GROWTH);
  expect(totals.take().worstOpenFilesRatio).toBe(0);
});
