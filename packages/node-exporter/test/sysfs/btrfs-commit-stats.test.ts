import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseBtrfsCommitStats } from "../../src/sysfs/btrfs-commit-stats.ts";
import { mutatedText } from "../support/mutated-text.ts";

const TEXT = "commits 3\nlast_commit_ms 1000\nmax_commit_ms 51462\ntotal_commit_ms 60000\n";

test("counts commits and their times", () => {
  expect(parseBtrfsCommitStats(TEXT)).toEqual({ commits: 3, lastMs: 1000, longestMs: 51_462, totalMs: 60_000 });
});

test.each([
  ["an empty text", "", { commits: 0, lastMs: 0, longestMs: 0, totalMs: 0 }],
  ["a missing line", "commits 3\n", { commits: 3, lastMs: 0, longestMs: 0, totalMs: 0 }],
  ["a name of a later kernel", "commits 3\nslow_commits 4\n", { commits: 3, lastMs: 0, longestMs: 0, totalMs: 0 }],
  ["no newline at the end", "last_commit_ms 7", { commits: 0, lastMs: 7, longestMs: 0, totalMs: 0 }],
])("takes %s", (_what, text, stats) => {
  expect(parseBtrfsCommitStats(text)).toEqual(stats);
});

test.each([
  ["a truncated line", "commits 3\nlast_commit_ms\n", 2],
  ["a third column", "commits 3 4\n", 1],
  ["what is no number", "commits many\n", 1],
  ["a negative number", "commits -1\n", 1],
  ["an empty line between others", "commits 3\n\nlast_commit_ms 1\n", 2],
])("refuses %s", (_what, text, line) => {
  expect(() => parseBtrfsCommitStats(text)).toThrow(ParseError);
  expect(() => parseBtrfsCommitStats(text)).toThrow(`commit_stats:${line}:`);
});

test("throws nothing but ParseError on any text", () => {
  const check = (text: string): void => {
    try {
      parseBtrfsCommitStats(text);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText(TEXT), check));
});
