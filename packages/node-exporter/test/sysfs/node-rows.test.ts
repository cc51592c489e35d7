import { expect, test } from "vitest";
import { nodeRows } from "../../src/sysfs/node-rows.ts";

const rowsOf = (text: string): readonly unknown[] => nodeRows(text, (words, line) => [line, ...words]);

test.each([
  ["an empty text", "", []],
  ["a text of empty lines", "\n \t\n\n", []],
  ["a line without its end", "a  1", [[1, "a", "1"]]],
  [
    "lines with others between them",
    "a 1\n\n\tb\n",
    [
      [1, "a", "1"],
      [3, "b"],
    ],
  ],
])("takes %s", (_what, text, rows) => {
  expect(rowsOf(text)).toEqual(rows);
});
