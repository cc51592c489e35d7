import { expect, it } from "vitest";
import { described } from "../../src/modules/described.ts";

it.each<readonly [unknown, string]>([
  [undefined, "nothing"],
  [null, "null"],
  ["a\nb", '"a\\nb"'],
  ["x".repeat(100), `"${"x".repeat(60)}…"`],
  [[], "an empty list"],
  [[1], "a list"],
  [{}, "an object"],
  [() => 1, "a function"],
  [5n, "5n"],
  [false, "false"],
])("case %#", (value, expected) => {
  expect(described(value)).toBe(expected);
});
