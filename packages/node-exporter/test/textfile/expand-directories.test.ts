import { join } from "node:path";
import { expect, test } from "vitest";
import { expandDirectories } from "../../src/textfile/expand-directories.ts";
import { temporaryTree } from "../support/temporary-tree.ts";

test("globs in any element of a path, in the order given, each sorted", () => {
  const folder = temporaryTree({ "a/x1/": "", "a/x2/": "", "b/x1/": "", "b/y/": "", "c*/": "" });
  const expand = (...patterns: string[]): string[] =>
    expandDirectories(patterns.map((pattern) => (pattern === "" ? "" : join(folder, pattern)))).map((path) =>
      path.slice(folder.length + 1),
    );
  expect(expand("*/x1", "a/x?", "")).toEqual(["a/x1", "b/x1", "a/x1", "a/x2"]);
  expect(expand("[^a]/y")).toEqual(["b/y"]);
  expect(expand("c\\*")).toEqual(["c*"]);
});

test("what matches nothing or is malformed stays as it is, to be reported when it is read", () => {
  const folder = temporaryTree({ "a/": "" });
  for (const pattern of ["z*", "a[", "[/a", "z*/b", "absent"]) {
    expect(expandDirectories([join(folder, pattern)])).toEqual([join(folder, pattern)]);
  }
});
