import { expect, test } from "vitest";
import type { LintedFamily } from "../../../src/lint/rule.ts";
import { abbreviatedUnit } from "../../../src/lint/rules/abbreviated-unit.ts";

const CASES: readonly [
  name: string,
  type: LintedFamily["type"],
  labels: readonly string[],
  messages: readonly string[],
][] = [
  ["a_wait_ms", "gauge", [], ["metric names should not contain abbreviated units"]],
  ["a_s_used", "gauge", [], ["metric names should not contain abbreviated units"]],
  ["a_KB", "gauge", [], ["metric names should not contain abbreviated units"]],
  [
    "a_b_wait_sec",
    "gauge",
    [],
    ["metric names should not contain abbreviated units", "metric names should not contain abbreviated units"],
  ],
  ["s_wait_seconds", "gauge", [], []],
  ["a_sum_items", "gauge", [], []],
];

test.each(CASES)("%s as %s with labels %j", (name, type, labels, messages) => {
  expect(abbreviatedUnit.check({ name, type, labels, help: "A help." })).toEqual(messages);
});
