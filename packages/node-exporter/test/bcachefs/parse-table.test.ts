import { ParseError } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import {
  parseBtreeWrites,
  parseCompressionStats,
  parseCounter,
  parseErrorCounts,
} from "../../src/bcachefs/parse-table.ts";
import { checkParseErrors } from "../support/check-parse-errors.ts";

const COMPRESSION = `type          compressed    uncompressed     average extent size
none               1.00k           2.00k                   64.0k
zstd               1.50G            3.0G
lz4_old                0               0                       0
`;
const WRITES = `                   nr        size
initial:           31        99.5k
interior:          7         1.26k
`;
const ERRORS = `btree_node_data_missing                         2       1753593586
lru_entry_bad                                   4537    1771753700
`;
const COUNTER = "since mount:                   12\nsince filesystem creation:     345\n";

const parsers = [
  ["compression_stats", parseCompressionStats, COMPRESSION],
  ["btree_write_stats", parseBtreeWrites, WRITES],
  ["errors", parseErrorCounts, ERRORS],
  ["counters/x", parseCounter, COUNTER],
] as const;

test("compression by algorithm", () => {
  expect(parseCompressionStats(COMPRESSION, "compression_stats")).toEqual([
    { algorithm: "none", compressedBytes: 1024, uncompressedBytes: 2048 },
    { algorithm: "zstd", compressedBytes: 1_610_612_736, uncompressedBytes: 3_221_225_472 },
    { algorithm: "lz4_old", compressedBytes: 0, uncompressedBytes: 0 },
  ]);
});

test("btree writes by the reason for them", () => {
  expect(parseBtreeWrites(WRITES, "btree_write_stats")).toEqual([
    { type: "initial", count: 31, averageBytes: 101_888 },
    { type: "interior", count: 7, averageBytes: 1290 },
  ]);
});

test("errors by type", () => {
  expect(parseErrorCounts(ERRORS, "errors")).toEqual([
    { name: "btree_node_data_missing", count: 2 },
    { name: "lru_entry_bad", count: 4537 },
  ]);
});

test("a count that touches its time is one large number, as the kernel's columns allow", () => {
  expect(parseErrorCounts("extent_io_opts_not_set     9223372036854775809\n", "errors")).toEqual([
    { name: "extent_io_opts_not_set", count: 2 ** 63 },
  ]);
});

describe("a counter", () => {
  test.each([
    ["counts since the file system was made", COUNTER, 345],
    ["is a size where the kernel writes one", "since filesystem creation:     1.5M\n", 1_572_864],
    ["counts nothing when only the mount's count is there", "since mount: 12\n", 0],
    ["takes the lines in either order", "since filesystem creation: 5\nsince mount: 12", 5],
    ["leaves other lines alone", "\nsince boot: x\nsince filesystem creation: 5\n", 5],
  ])("%s", (_what, text, value) => {
    expect(parseCounter(text, "counters/x")).toBe(value);
  });

  test.each([
    ["an empty text", "", "counters/x:"],
    ["another text", "17\n", "counters/x:"],
    ["a truncated text", COUNTER.slice(0, 62), "counters/x:2:"],
    ["a broken count of the mount", "since mount: many\nsince filesystem creation: 5\n", "counters/x:1:"],
  ])("refuses %s", (_what, text, message) => {
    expect(() => parseCounter(text, "counters/x")).toThrow(ParseError);
    expect(() => parseCounter(text, "counters/x")).toThrow(message);
  });
});

describe("rows", () => {
  test("with too few columns, and headers, are skipped", () => {
    expect(parseCompressionStats("zstd 1 2\nlz4 1\n\n", "compression_stats")).toEqual([]);
    expect(parseBtreeWrites("initial: 1 2\ninterior: 1\n", "btree_write_stats")).toEqual([]);
    expect(parseErrorCounts("lru_entry_bad\n\n", "errors")).toEqual([]);
    for (const parse of [parseCompressionStats, parseBtreeWrites, parseErrorCounts]) expect(parse("", "x")).toEqual([]);
  });

  test("replace earlier ones of their name", () => {
    expect(parseErrorCounts("a 1\nb 2\na 3\n", "errors")).toEqual([
      { name: "a", count: 3 },
      { name: "b", count: 2 },
    ]);
  });

  test.each([
    [parseCompressionStats, "type\nzstd 1.5X 2\n"],
    [parseCompressionStats, "type\nzstd 1 much\n"],
    [parseCompressionStats, "type\nzstd 1 2 average\n"],
    [parseBtreeWrites, "nr size\ninitial: -3 1k\n"],
    [parseBtreeWrites, "nr size\ninitial: 3 -1k\n"],
    [parseErrorCounts, "a 1\nb 1.5\n"],
    [parseErrorCounts, "a 1\nb 1 yesterday\n"],
  ])("%o refuses %j", (parse, text) => {
    expect(() => parse(text, "fs/bcachefs/x/file")).toThrow(ParseError);
    expect(() => parse(text, "fs/bcachefs/x/file")).toThrow("fs/bcachefs/x/file:2:");
  });
});

test.each(parsers)("%s: nothing but ParseError is thrown on any text", (path, parse, text) => {
  checkParseErrors(text, (damaged) => parse(damaged, path));
});
