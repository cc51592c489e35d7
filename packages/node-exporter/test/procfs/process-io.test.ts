import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseProcessIo } from "../../src/procfs/process-io.ts";
import { parseProblems } from "../support/parse-problems.ts";

const TEXT =
  "rchar: 750339\nwchar: 818609\nsyscr: 7405\nsyscw: 5245\nread_bytes: 1024\nwrite_bytes: 2048\ncancelled_write_bytes: -1024\n";
const parse = (text: string) => parseProcessIo(text, "42/io");

test("reads what went from and to storage", () => {
  expect(parse(TEXT)).toEqual({ readBytes: 1024, writtenBytes: 2048 });
});

test.each([
  ["empty", ""],
  ["cut before the bytes written", TEXT.slice(0, TEXT.indexOf("write_bytes"))],
  ["cut within them", TEXT.slice(0, TEXT.indexOf("2048") + 2)],
  ["without a number", TEXT.replace("1024", "x")],
  ["with a negative number", TEXT.replace("2048", "-1")],
])("refuses a text that is %s", (_what, text) => {
  expect(() => parse(text)).toThrow(ParseError);
  expect(() => parse(text)).toThrow("42/io");
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(TEXT, parse)).toEqual([]);
});
