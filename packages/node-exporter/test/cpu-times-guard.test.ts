import { expect, test } from "vitest";
import { createCpuTimesGuard } from "../src/cpu-times-guard.ts";
import type { CpuTimes } from "../src/procfs/stat.ts";

/** A reading of one CPU: user, idle and iowait seconds. */
const reading = (cpu: string, user: number, idle: number, iowait = 0): CpuTimes => ({
  cpu,
  seconds: [user, 0, 0, idle, iowait, 0, 0, 0, 0, 0],
});

test("passes growing times on", () => {
  const guard = createCpuTimesGuard();
  guard.advance([reading("0", 10, 100)]);
  expect(guard.advance([reading("0", 11, 101)])).toEqual([reading("0", 11, 101)]);
});

test("holds a mode that went back until it has caught up", () => {
  const guard = createCpuTimesGuard();
  guard.advance([reading("0", 10, 100, 50)]);
  expect(guard.advance([reading("0", 11, 97.5, 40)])).toEqual([reading("0", 11, 100, 50)]);
  expect(guard.advance([reading("0", 12, 99, 51)])).toEqual([reading("0", 12, 100, 51)]);
  expect(guard.advance([reading("0", 12, 101, 51)])).toEqual([reading("0", 12, 101, 51)]);
});

test("takes a CPU anew when its idle time falls by three seconds", () => {
  const guard = createCpuTimesGuard();
  guard.advance([reading("0", 10, 100, 50), reading("1", 10, 100)]);
  expect(guard.advance([reading("0", 1, 97, 2), reading("1", 11, 101)])).toEqual([
    reading("0", 1, 97, 2),
    reading("1", 11, 101),
  ]);
});

test("measures the fall from what was exposed", () => {
  const guard = createCpuTimesGuard();
  guard.advance([reading("0", 10, 100)]);
  guard.advance([reading("0", 10, 98)]);
  expect(guard.advance([reading("0", 5, 96.5)])).toEqual([reading("0", 5, 96.5)]);
});

test("forgets a CPU that went offline", () => {
  const guard = createCpuTimesGuard();
  guard.advance([reading("0", 10, 100), reading("1", 10, 100)]);
  expect(guard.advance([reading("0", 11, 101)])).toEqual([reading("0", 11, 101)]);
  expect(guard.advance([reading("0", 12, 102), reading("1", 1, 99)])).toEqual([
    reading("0", 12, 102),
    reading("1", 1, 99),
  ]);
});
