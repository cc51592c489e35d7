import { expect, test } from "vitest";
import { createProcessTracker, type ProcessTracker } from "../../src/process-group/process-tracker.ts";
import type { TaskStat } from "../../src/procfs/task-stat.ts";

const stat = (name: string, startTicks: number): TaskStat => ({
  name,
  state: "S",
  minorFaults: 0,
  majorFaults: 0,
  userTicks: 0,
  systemTicks: 0,
  threads: 1,
  startTicks,
  virtualBytes: 1,
  residentPages: 1,
});
const counters = (first: number, fifth?: number): (number | undefined)[] => [first, 0, 0, 0, fifth, fifth, 0, 0];

/** One scrape with one process: by how much its first and its fifth counter have grown. */
function scrape(tracker: ProcessTracker, start: number, values: (number | undefined)[]): readonly unknown[] {
  const process = tracker.seen("7", stat("a", start));
  if (process === undefined) return [];
  const grown = tracker.growth(process, values);
  tracker.endScrape();
  return [grown[0], grown[4]];
}

test("all that a new process did counts, then what it did since", () => {
  const tracker = createProcessTracker();
  expect(scrape(tracker, 1, counters(5, 100))).toEqual([5, 100]);
  expect(scrape(tracker, 1, counters(8, 100))).toEqual([3, 0]);
});

test("another process with the same identity is new", () => {
  const tracker = createProcessTracker();
  scrape(tracker, 1, counters(50, 9));
  expect(scrape(tracker, 2, counters(3, 1))).toEqual([3, 1]);
});

test("a counter that shrinks grows by nothing until it is past where it was", () => {
  const tracker = createProcessTracker();
  scrape(tracker, 1, counters(10));
  expect(scrape(tracker, 1, counters(9))).toEqual([0, undefined]);
  expect(scrape(tracker, 1, counters(12))).toEqual([2, undefined]);
});

test("what could not be read at first is counted from when it can", () => {
  const tracker = createProcessTracker();
  expect(scrape(tracker, 1, counters(1))).toEqual([1, undefined]);
  expect(scrape(tracker, 1, counters(1, 500))).toEqual([0, 0]);
  expect(scrape(tracker, 1, counters(1, 700))).toEqual([0, 200]);
});

test("of a process that was in no group before, the past does not count", () => {
  const tracker = createProcessTracker();
  tracker.seen("7", stat("a", 1));
  tracker.endScrape();
  expect(scrape(tracker, 1, counters(90, 90))).toEqual([0, 0]);
  expect(scrape(tracker, 1, counters(91, 92))).toEqual([1, 2]);
});

test("rules are asked in the first two scrapes, and when the name changes", () => {
  const tracker = createProcessTracker();
  const asks = (name: string): boolean | undefined => {
    const process = tracker.seen("7", stat(name, 1));
    tracker.endScrape();
    return process?.needsMatch;
  };
  expect([asks("a"), asks("a"), asks("a"), asks("b"), asks("b")]).toEqual([true, true, false, true, false]);
});

test("ended processes make room; beyond the bound none is taken", () => {
  const tracker = createProcessTracker(2);
  const isTaken = (pid: string): boolean => tracker.seen(pid, stat("a", 1)) !== undefined;
  expect(["1", "2", "3"].map(isTaken)).toEqual([true, true, false]);
  tracker.endScrape();
  expect(["2", "3"].map(isTaken)).toEqual([true, false]);
  tracker.endScrape();
  expect(["2", "3"].map(isTaken)).toEqual([true, true]);
});
