import { expect, test } from "vitest";
import type { LintedFamily } from "../../../src/lint/rule.ts";
import { validName } from "../../../src/lint/rules/valid-name.ts";

const CASES: readonly [
  name: string,
  type: LintedFamily["type"],
  labels: readonly string[],
  messages: readonly string[],
][] = [
  ["a-b", "gauge", [], ['invalid metric name "a-b"']],
  ["a", "gauge", ["x.y"], ['invalid label name "x.y"']],
  ["a", "gauge", ["__x"], ['invalid label name "__x"']],
  ["a", "gauge", ["x", "x"], ["label names must be unique"]],
  ["a_*", "gauge", ["x"], []],
  ["a:b", "gauge", [], []],
];

test.each(CASES)("%s as %s with labels %j", (name, type, labels, messages) => {
  expect(validName.check({ name, type, labels, help: "A help." })).toEqual(messages);
});
