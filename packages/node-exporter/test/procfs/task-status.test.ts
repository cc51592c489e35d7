import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseTaskStatus } from "../../src/procfs/task-status.ts";
import { parseProblems } from "../support/parse-problems.ts";

const TEXT =
  "Name:\tsh\nState:\tS (sleeping)\nVmRSS:\t     456 kB\nVmSwap:\t      12 kB\nThreads:\t1\nvoluntary_ctxt_switches:\t762\nnonvoluntary_ctxt_switches:\t232\n";
const parse = (text: string) => parseTaskStatus(text, "42/status");

test("reads context switches, and swapped-out memory in bytes", () => {
  expect(parse(TEXT)).toEqual({ voluntarySwitches: 762, involuntarySwitches: 232, swapBytes: 12_288 });
});

test("a task of the kernel has no memory", () => {
  expect(parse(TEXT.replaceAll(/Vm\w+:.*\n/g, "")).swapBytes).toBeUndefined();
});

test("a name that looks like other lines is a name: the kernel escapes its newlines", () => {
  const name = String.raw`\nVmSwap:	9 kB\nvoluntary_ctxt_switches:	5`;
  expect(parse(TEXT.replace("sh", name))).toEqual(parse(TEXT));
});

test.each([
  ["empty", ""],
  ["cut before the switches", TEXT.slice(0, TEXT.indexOf("voluntary"))],
  ["cut between the switches", TEXT.slice(0, TEXT.indexOf("nonvoluntary"))],
  ["without a number", TEXT.replace("762", "x")],
  ["with a negative number", TEXT.replace("762", "-1")],
])("refuses a text that is %s", (_what, text) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow("42/status");
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(TEXT, parse)).toEqual([]);
});
