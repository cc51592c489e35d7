import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseDeviceErrors, parseDeviceIo } from "../../src/bcachefs/parse-device.ts";
import { checkParseErrors } from "../support/check-parse-errors.ts";

const IO = `read:
sb          :       86016
user        :610019098624
need_gc_gens:           0
write:
user        :          17
`;
const ERRORS = `IO errors since filesystem creation
  read:    18
  checksum:5
IO errors since 8 y ago
  read:    3
`;

const parsers = [
  ["io_done", parseDeviceIo, IO],
  ["io_errors", parseDeviceErrors, ERRORS],
] as const;

test("bytes by operation and type of data", () => {
  expect(parseDeviceIo(IO, "io_done")).toEqual([
    { operation: "read", dataType: "sb", bytes: 86_016 },
    { operation: "read", dataType: "user", bytes: 610_019_098_624 },
    { operation: "read", dataType: "need_gc_gens", bytes: 0 },
    { operation: "write", dataType: "user", bytes: 17 },
  ]);
});

test.each([
  ["an empty text", "", []],
  ["lines ahead of both operations", "user : 5\nuser : many\nwrite:\n", []],
  ["lines without a colon", "read:\nuser\n\n", []],
  ["a type that comes again", "read:\nuser: 1\nread:\nuser: 2\n", [{ operation: "read", dataType: "user", bytes: 2 }]],
])("io_done takes %s", (_what, text, io) => {
  expect(parseDeviceIo(text, "io_done")).toEqual(io);
});

test("errors since the file system was made, not those since the last reset", () => {
  expect(parseDeviceErrors(ERRORS, "io_errors")).toEqual([
    { type: "read", count: 18 },
    { type: "checksum", count: 5 },
  ]);
});

test.each([
  ["an empty text", "", []],
  ["a text without that section", "IO errors since 8 y ago\n  read: x\n", []],
  [
    "numbers ahead of it",
    "read: x\nIO errors since filesystem creation\n\n  write: 1\n",
    [{ type: "write", count: 1 }],
  ],
  ["a truncated line", ERRORS.slice(0, 42), []],
])("io_errors takes %s", (_what, text, errors) => {
  expect(parseDeviceErrors(text, "io_errors")).toEqual(errors);
});

test.each([
  [parseDeviceIo, "read:\nuser : 1.5\n"],
  [parseDeviceIo, "write:\nuser :\n"],
  [parseDeviceErrors, "IO errors since filesystem creation\n  read: -1\n"],
  [parseDeviceErrors, "IO errors since filesystem creation\n  read:\n"],
])("%o refuses %j", (parse, text) => {
  expect(() => parse(text, "fs/bcachefs/x/dev-0/file")).toThrow(ParseError);
  expect(() => parse(text, "fs/bcachefs/x/dev-0/file")).toThrow("fs/bcachefs/x/dev-0/file:2:");
});

test.each(parsers)("%s: nothing but ParseError is thrown on any text", (path, parse, text) => {
  checkParseErrors(text, (damaged) => parse(damaged, path));
});
