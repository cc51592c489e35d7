import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseDrbd } from "../../src/procfs/drbd.ts";
import { parseProblems } from "../support/parse-problems.ts";

const TEXT =
  "version: 8.4.11 (api:1/proto:86-101)\n\n 0: cs:SyncSource ro:Primary/Secondary ds:UpToDate/Inconsistent C r-----\n    ns:7 wo:f oos:9\n\t[>....] sync'ed: 1.4% (10/20)K\n\tfinish: 0:00:10 speed: 12,345 K/sec\n12: cs:Connected\n";

test("gives readings by device and steps over all other words", () => {
  expect(parseDrbd(TEXT)).toEqual({
    readings: [
      { key: "cs", device: "drbd0", values: [0] },
      { key: "ro", device: "drbd0", values: [1, 0] },
      { key: "ds", device: "drbd0", values: [1, 0] },
      { key: "ns", device: "drbd0", values: [7] },
      { key: "oos", device: "drbd0", values: [9] },
      { key: "cs", device: "drbd12", values: [1] },
    ],
    fault: undefined,
  });
});

test("what stands before any device belongs to an unknown one", () => {
  expect(parseDrbd("ns:1.5e3\n").readings).toEqual([{ key: "ns", device: "unknown", values: [1500] }]);
  expect(parseDrbd("").readings).toEqual([]);
});

test.each([
  ["number", " 0: ns:1 nr:x oos:3", /^drbd:1: nr: expected a number, found "x"/],
  ["missing number", " 0: ns:1 nr:\n", /nr: expected a number/],
  ["lone state", " 0: ns:1\n ro:Primary\n", /^drbd:2: ro: expected two states/],
])("keeps what stands before a malformed %s", (_what, text, message) => {
  const { readings, fault } = parseDrbd(text);
  expect(readings).toEqual([{ key: "ns", device: "drbd0", values: [1] }]);
  expect(fault).toBeInstanceOf(ParseError);
  expect(fault?.message).toMatch(message);
});

test("throws nothing at all", () => {
  expect(parseProblems(TEXT, parseDrbd)).toEqual([]);
});
