import { expect, test } from "vitest";
import { compileGlob, isPattern } from "../../src/textfile/glob-pattern.ts";

// Cases of Go's path/filepath match_test.go, which are what users of the flag know.
test.each([
  ["abc", "abc", true],
  ["*", "abc", true],
  ["*c", "abc", true],
  ["a*", "a", true],
  ["a*b*c*d*e*", "axbxcxdxe", true],
  ["a*b*c*d*e*", "axbxcxdxexxx", true],
  ["a*b?c*x", "abxbbxdbxebxczzx", true],
  ["a*b?c*x", "abxbbxdbxebxczzy", false],
  ["ab[c]", "abc", true],
  ["ab[b-d]", "abc", true],
  ["ab[e-g]", "abc", false],
  ["ab[^c]", "abc", false],
  ["ab[^e-g]", "abc", true],
  ["a\\*b", "a*b", true],
  ["a\\*b", "ab", false],
  ["a?b", "a☺b", true],
  ["a[^a]b", "a☺b", true],
  ["a???b", "a☺b", false],
  ["[a-ζ]*", "α", true],
  ["*[a-ζ]", "A", false],
  ["[\\]a]", "]", true],
  ["[\\-x]", "-", true],
  ["[x\\-]", "z", false],
  ["*x", "xxx", true],
  ["", "", true],
  ["", "a", false],
])("%s against %s", (pattern, name, matches) => {
  expect(compileGlob(pattern)?.(name)).toBe(matches);
});

test.each(["[]a]", "[-]", "[x-]", "[-x]", "[a-b-c]", "[", "[^", "[^bc", "a[", "\\", "[]", "a\\"])(
  "%s is malformed",
  (pattern) => {
    expect(compileGlob(pattern)).toBeUndefined();
  },
);

test("takes no longer than the product of both lengths", () => {
  const matches = compileGlob(`${"*a".repeat(100)}b`);
  const start = process.cpuUsage();
  expect(matches?.("a".repeat(10_000))).toBe(false);
  expect(process.cpuUsage(start).user).toBeLessThan(5e6);
});

test("what is a pattern", () => {
  expect(["/a/b", "/a/*", "/a?", "/[a]", "/a\\b"].map(isPattern)).toEqual([false, true, true, true, true]);
});
