import { expect, test } from "vitest";
import type { LintedFamily } from "../../../src/lint/rule.ts";
import { totalSuffix } from "../../../src/lint/rules/total-suffix.ts";

const CASES: readonly [
  name: string,
  type: LintedFamily["type"],
  labels: readonly string[],
  messages: readonly string[],
][] = [
  ["a", "counter", [], ['counter metrics should have "_total" suffix']],
  ["a_total", "counter", [], []],
  ["a_total", "gauge", [], ['non-counter metrics should not have "_total" suffix']],
  ["a_total", "unknown", [], []],
  ["a", "unknown", [], []],
  ["a_*", "counter", [], []],
];

test.each(CASES)("%s as %s with labels %j", (name, type, labels, messages) => {
  expect(totalSuffix.check({ name, type, labels, help: "A help." })).toEqual(messages);
});
