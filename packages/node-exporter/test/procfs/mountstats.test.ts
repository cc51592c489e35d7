import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseMountstats } from "../../src/procfs/mountstats.ts";
import { parseProblems } from "../support/parse-problems.ts";

const EVENTS = Array.from({ length: 27 }, (_, index) => index + 100);
const ROOT = "device rootfs mounted on / with fstype rootfs\n";
const HEAD = "device host:/x mounted on /mnt with fstype nfs4 statvers=1.1\n";
const XPRT = "\txprt:\ttcp 832 0 1 0 11 64 63 2 12 5 24 26 57\n";
const OPERATION = "\t        READ: 1 2 3 400 500 6 7 8 9\n";
const BODY = `\topts:\trw\n\tage:\t120\n\tevents:\t${EVENTS.join(" ")}\n\tbytes:\t1 2 3 4 5 6 7 8\n${XPRT}\tper-op statistics\n${OPERATION}\t       WRITE: 9 8 7 6 5 4 3 2\n\n`;

test("gives each NFS mount with its place among all", () => {
  expect(parseMountstats(ROOT + HEAD + BODY + ROOT + HEAD + BODY).map(({ place }) => place)).toEqual([1, 3]);
  expect(parseMountstats(ROOT + HEAD + BODY)).toEqual([
    {
      place: 1,
      device: "host:/x",
      mountPoint: "/mnt",
      ageSeconds: 120,
      bytes: [1, 2, 3, 4, 5, 6, 7, 8],
      events: EVENTS,
      transports: [{ protocol: "tcp", numbers: [832, 0, 1, 0, 11, 64, 63, 2, 12, 5, 24, 26, 57] }],
      operations: [
        { name: "READ", numbers: [1, 2, 3, 400, 500, 6, 7, 8, 9] },
        { name: "WRITE", numbers: [9, 8, 7, 6, 5, 4, 3, 2] },
      ],
    },
  ]);
});

test("a host without NFS has none, lines of no device are stepped over", () => {
  expect(parseMountstats(`no device mounted on /x with fstype y\n${ROOT}`)).toEqual([]);
  expect(parseMountstats("")).toEqual([]);
});

test("times that ran below zero lose what a number cannot hold", () => {
  const text = (HEAD + BODY)
    .replace(" 11 64 ", " 18446744073709551615 64 ")
    .replace(" 6 7 8 9\n", " 18446744073709551613 7 8 9\n");
  const [mount] = parseMountstats(text);
  expect(mount?.transports[0]?.numbers[4]).toBe(2 ** 53 - 1);
  expect(mount?.operations[0]?.numbers[5]).toBe(2 ** 53 - 3);
});

test.each([
  [
    "another type with statistics",
    "device a mounted on /b with fstype ext4 statvers=1.1\n",
    'statistics of type "ext4"',
  ],
  ["a short device line", "device a mounted on /b\n", "self/mountstats:1: expected `device"],
  ["other words", "device a mounted at /b with fstype ext4\n", "expected `device"],
  ["a lost byte count", HEAD + BODY.replace(" 7 8\n\txprt", " 7\n\txprt"), "bytes: expected 8 numbers, found 7"],
  ["a lost event", HEAD + BODY.replace("events:\t100 ", "events:\t"), "events: expected 27 numbers"],
  ["a word for a number", HEAD + BODY.replace("bytes:\t1", "bytes:\tx"), "expected an integer"],
  ["an age that is none", HEAD + BODY.replace("120", "x"), "age: expected"],
  ["a short operation", `${HEAD}\tper-op statistics\n\tREAD: 1 2 3\n`, "operation with 3 numbers"],
  ["an unknown version", HEAD.replace("1.1", "3.0") + BODY, 'of version "3.0"'],
])("refuses %s", (_what, text, message) => {
  expect(() => parseMountstats(text)).toThrow(ParseError);
  expect(() => parseMountstats(text)).toThrow(message);
});

test("a text that ends within a mount gives what it has", () => {
  expect(parseMountstats(`${HEAD}\tage:\t7\n`)).toMatchObject([{ ageSeconds: 7, transports: [], operations: [] }]);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(ROOT + HEAD + BODY, parseMountstats)).toEqual([]);
});
