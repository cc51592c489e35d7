import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { XFS_FAMILIES } from "../../src/xfs/families.ts";
import { parseXfsStats, XFS_COUNTERS } from "../../src/xfs/parse-stats.ts";
import { mutatedText } from "../support/mutated-text.ts";

const TEXT = `extent_alloc 1 2 3 4
abt 5 6 7 8
blk_map 9 10 11 12 13 14 15
bmbt 16 17 18 19
dir 20 21 22 23
trans 90 91 92
ig 24 25 26 27 28 29 30
log 90 91 92 93 94
rw 31 32
vnodes 33 34 35 36 37 38 39 99
abtb2 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
gc xpc 7
xpc 3571712 3568056 0
debug 0
`;

test("gives the counters that are kept, row behind row", () => {
  expect(parseXfsStats(TEXT, "stats")).toEqual(Array.from({ length: XFS_COUNTERS }, (_, at) => at + 1));
});

test("there is a family for each, in the order of the columns", () => {
  expect(XFS_FAMILIES).toHaveLength(XFS_COUNTERS);
  expect(new Set(XFS_FAMILIES.map(([name]) => name)).size).toBe(XFS_COUNTERS);
  const positionOf = (suffix: string): number => XFS_FAMILIES.findIndex(([name]) => name === `node_xfs_${suffix}`) + 1;
  // By the columns of fs/xfs/xfs_stats.h.
  expect(
    [
      "extent_allocation_blocks_freed_total",
      "allocation_btree_lookups_total",
      "block_mapping_extent_list_compares_total",
      "block_map_btree_records_deleted_total",
      "directory_operation_getdents_total",
      "inode_operation_attempts_total",
      "inode_operation_attribute_changes_total",
      "write_calls_total",
      "read_calls_total",
      "vnode_active_total",
      "vnode_remove_total",
    ].map(positionOf),
  ).toEqual([4, 5, 15, 19, 23, 24, 30, 31, 32, 33, 39]);
});

test.each([
  ["a kernel without free vnodes", "vnodes 1 2 3 4 5 6 7\n", 32, [1, 2, 3, 4, 5, 6, 7]],
  ["a text of one row", "rw 28 4\n", 30, [28, 4]],
  ["a row without newline", "rw 28 4", 30, [28, 4]],
  ["a row that comes again", "rw 1 2\nrw 3 4\n", 30, [3, 4]],
  ["rows that are not kept, whatever is in them", "log\nlater x\n\nrw 5 6\n", 30, [5, 6]],
  ["a name without counters", "rw\nabt 1 2 3 4\n", 4, [1, 2, 3, 4]],
])("takes %s; what is missing counts 0", (_what, text, at, values) => {
  const counters = parseXfsStats(text, "stats");
  expect(counters.slice(at, at + values.length)).toEqual(values);
  expect(counters.filter((value) => value !== 0)).toHaveLength(values.length);
});

test.each([
  ["a truncated row", "rw 1 2\nextent_alloc 1 2 3", 2],
  ["a column too many", "rw 1 2\nabt 1 2 3 4 5\n", 2],
  ["nine vnodes", "\nvnodes 1 2 3 4 5 6 7 8 9\n", 2],
  ["what is no number", "rw 1 x\n", 1],
  ["a negative number", "rw -1 2\n", 1],
  ["a last vnode that is none", "vnodes 1 2 3 4 5 6 7 x\n", 1],
])("refuses %s", (_what, text, line) => {
  expect(() => parseXfsStats(text, "fs/xfs/sda1/stats/stats")).toThrow(ParseError);
  expect(() => parseXfsStats(text, "fs/xfs/sda1/stats/stats")).toThrow(`fs/xfs/sda1/stats/stats:${line}:`);
});

test("throws nothing but ParseError on any text", () => {
  const check = (text: string): void => {
    try {
      expect(parseXfsStats(text, "stats")).toHaveLength(XFS_COUNTERS);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText(TEXT), check));
});
