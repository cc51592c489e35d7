import { ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { parseCpuTimes, parseStat } from "../../src/procfs/stat.ts";

const TEXT = `cpu  301854 612 111922 8979004 3552 2 3944 0 44 36
cpu0 44490 19 21045 1087069 220 1 3410 0 2 1
cpu11 47869 23 16474 1110787 591 0 46 0 3 2
intr 8885917 17 0 0 0 1
ctxt 38014093
btime 1418183276
processes 26442
procs_running 2
procs_blocked 1
softirq 5057579 250191 1481983 1647 211099 186066 1 1783454 622196 12499 508444
`;

describe("parseCpuTimes", () => {
  test("gives seconds by CPU and leaves the sum out", () => {
    expect(parseCpuTimes(TEXT)).toEqual([
      { cpu: "0", seconds: [444.9, 0.19, 210.45, 10_870.69, 2.2, 0.01, 34.1, 0, 0.02, 0.01] },
      { cpu: "11", seconds: [478.69, 0.23, 164.74, 11_107.87, 5.91, 0, 0.46, 0, 0.03, 0.02] },
    ]);
  });

  test("gives 0 for the columns of newer kernels", () => {
    expect(parseCpuTimes("cpu  1 2 3 4\ncpu0 100 200 300 400")).toEqual([
      { cpu: "0", seconds: [1, 2, 3, 4, 0, 0, 0, 0, 0, 0] },
    ]);
  });

  test.each([
    ["malformed", "cpu0 1 2 x 4\n"],
    ["malformed CPU", "cpufreq 1 2 3\n"],
    ["truncated", "cpu  1 2 3 4\ncpu0"],
  ])("refuses a %s text", (_what, text) => {
    expect(() => parseCpuTimes(text)).toThrow(ParseError);
  });
});

describe("parseStat", () => {
  test("finds each line and the total of the interrupts", () => {
    expect(parseStat(TEXT, true)).toEqual({
      interrupts: 8_885_917,
      contextSwitches: 38_014_093,
      forks: 26_442,
      bootTime: 1_418_183_276,
      processesRunning: 2,
      processesBlocked: 1,
      softirqs: [250_191, 1_481_983, 1647, 211_099, 186_066, 1, 1_783_454, 622_196, 12_499, 508_444],
    });
  });

  test("gives 0 for lines that the kernel does not write", () => {
    expect(parseStat("cpu  1 2 3 4\nctxt 7\n", true)).toMatchObject({ contextSwitches: 7, forks: 0, softirqs: [] });
  });

  test("names the line of a fault", () => {
    expect(() => parseStat("cpu  1 2 3 4\nctxt 7\nbtime x\n", true)).toThrow("stat:3:");
  });

  test.each([
    ["malformed", "cpu  1 2\nctxt abc\n"],
    ["truncated in the softirqs", "cpu  1 2\nsoftirq 5057579 250191 1481983"],
    ["foreign", "ctxt 38014093\n"],
    ["empty", ""],
  ])("refuses a %s text", (_what, text) => {
    expect(() => parseStat(text, true)).toThrow(ParseError);
  });
});
