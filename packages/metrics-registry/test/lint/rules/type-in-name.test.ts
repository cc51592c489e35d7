import { expect, test } from "vitest";
import type { LintedFamily } from "../../../src/lint/rule.ts";
import { typeInName } from "../../../src/lint/rules/type-in-name.ts";

const CASES: readonly [
  name: string,
  type: LintedFamily["type"],
  labels: readonly string[],
  messages: readonly string[],
][] = [
  ["a_gauge", "gauge", [], ["metric name should not include type 'gauge'"]],
  ["a_counter_total", "counter", [], ["metric name should not include type 'counter'"]],
  ["a_Histogram_x", "gauge", [], ["metric name should not include type 'histogram'"]],
  ["gauge_a", "gauge", [], []],
  ["a_gauges", "gauge", [], []],
];

test.each(CASES)("%s as %s with labels %j", (name, type, labels, messages) => {
  expect(typeInName.check({ name, type, labels, help: "A help." })).toEqual(messages);
});
