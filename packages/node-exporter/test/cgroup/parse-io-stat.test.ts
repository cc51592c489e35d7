import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { IO_KEYS, parseIoStat } from "../../src/cgroup/parse-io-stat.ts";
import { parseProblems } from "../support/parse-problems.ts";

const LINE = "8:16 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=4096 dios=1\n";
const parse = (text: string) => parseIoStat(text, "a/io.stat");

test("reads bytes and operations of each device, in the order of the keys", () => {
  expect(IO_KEYS).toEqual(["rbytes", "wbytes", "rios", "wios", "dbytes", "dios"]);
  expect(parse(`${LINE}259:0 rbytes=90 wbytes=0 rios=5 wios=0 dbytes=0 dios=0\n`)).toEqual([
    { number: "8:16", values: [1_459_200, 314_773_504, 192, 353, 4096, 1] },
    { number: "259:0", values: [90, 0, 5, 0, 0, 0] },
  ]);
});

test("no device is none", () => {
  expect(parse("")).toEqual([]);
});

test("keys of other controllers are passed over, and absent ones are absent", () => {
  expect(parse("8:0 rbytes=1 wios=2 cost.vrate=100.00 cost.usage=3 use_delay=4 depth=max\n")).toEqual([
    { number: "8:0", values: [1, undefined, undefined, 2, undefined, undefined] },
  ]);
});

test("numbers belong to the last of several devices in a line, and a device without numbers is none", () => {
  expect(parse("7:7 7:6 7:5 rbytes=1 wbytes=2 rios=3 wios=4 dbytes=0 dios=0\n8:0 \n")).toEqual([
    { number: "7:5", values: [1, 2, 3, 4, 0, 0] },
  ]);
});

test("a device that comes twice counts once", () => {
  expect(parse(LINE + LINE)).toHaveLength(1);
});

test.each([
  ["cut within a number", LINE.slice(0, 30), 1],
  ["with numbers of no device", "8:0 rbytes=1\nrbytes=5 wbytes=6\n", 2],
  ["of words", "none at all\n", 1],
  ["with a word for a number", "8:0 rbytes=x\n", 1],
  ["with a negative number", "8:0 rbytes=-1\n", 1],
])("refuses a text %s", (_what, text, line) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow(`a/io.stat:${line}: `);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(LINE + LINE.replace("8:16", "8:32"), parse)).toEqual([]);
});
