import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseDrbdPeerDevice } from "../../src/drbd/parse-peer-device.ts";
import { parseProblems } from "../support/parse-problems.ts";

const COUNTERS = "    ns:1 nr:2 dw:3 dr:4 al:5 bm:6 lo:7 pe:[8;9] ua:10 ap:[11;12] ep:13 wo:2 oos:14\n";
const TEXT = ` 3: cs:Established ro:Primary/Secondary ds:UpToDate/Diskless C r-----\n${COUNTERS}\tact_log: used:0/1237 hits:0 misses:0 starving:0 locked:0 changed:0\n\tblocked on activity log: 0/0/0\n`;
const SYNC = ` 1: cs:SyncTarget ro:Secondary/Primary ds:Inconsistent/UpToDate C r-----\n${COUNTERS}\t[=>..................] sync'ed: 12.5% (700/800)M\n\tfinish: 1:02:03 speed: 12,345 (1,000 -- 900) want: 4,000 K/sec\n\t 12% sector pos: 10/20\n`;
const parse = (text: string) => parseDrbdPeerDevice(text, "proc_drbd");

test("reads states and numbers", () => {
  expect(parse(TEXT)).toEqual({
    minor: "3",
    replication: "Established",
    role: "Primary",
    peerRole: "Secondary",
    disk: "UpToDate",
    peerDisk: "Diskless",
    protocol: "C",
    isSuspended: false,
    isSyncPaused: false,
    numbers: {
      ns: [1],
      nr: [2],
      dw: [3],
      dr: [4],
      al: [5],
      bm: [6],
      lo: [7],
      pe: [8, 9],
      ua: [10],
      ap: [11, 12],
      ep: [13],
      wo: [2],
      oos: [14],
    },
    sync: undefined,
  });
});

test("reads the progress of a resynchronisation in MiB and its end", () => {
  expect(parse(SYNC).sync).toEqual({
    doneRatio: 0.125,
    leftBytes: 700 * 1024 * 1024,
    totalBytes: 800 * 1024 * 1024,
    remainingSeconds: 3723,
  });
});

test("reads a verification in KiB, and a rate that never ends", () => {
  const text = SYNC.replace("sync'ed: 12.5% (700/800)M", "verified:  3.0% (7/8)K").replace("1:02:03", "∞");
  expect(parse(text).sync).toEqual({ doneRatio: 0.03, leftBytes: 7168, totalBytes: 8192, remainingSeconds: undefined });
});

test.each([
  ["r-----", false, false],
  ["s-----", true, false],
  ["ra----", false, true],
  ["r-p---", false, true],
  ["r--u--", false, true],
  ["r---ds", false, false],
])("reads the flags %s", (flags, isSuspended, isSyncPaused) => {
  expect(parse(TEXT.replace("r-----", flags))).toMatchObject({ isSuspended, isSyncPaused });
});

test("a connection without configuration has no protocol, numbers may be negative, and old modules have no pairs", () => {
  const text = TEXT.replace(" C r", "   r").replace("lo:7", "lo:-1").replace("pe:[8;9]", "pe:8");
  expect(parse(text)).toMatchObject({ protocol: " ", numbers: { lo: [-1], pe: [8] } });
});

test.each([
  ["empty", "", "proc_drbd:1: expected a minor number"],
  ["truncated in its states", TEXT.slice(0, 40), "proc_drbd:1:"],
  ["truncated in its numbers", TEXT.slice(0, 90), "proc_drbd:2:"],
  ["without a counter", TEXT.replace(" al:5", ""), "proc_drbd:2: al is missing"],
  ["with a word for a number", TEXT.replace("oos:14", "oos:x"), "proc_drbd:2: oos is missing"],
])("refuses a text that is %s", (_what, text, message) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow(message);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(TEXT, parse)).toEqual([]);
  expect(parseProblems(SYNC, parse)).toEqual([]);
});
