import { expect, test } from "vitest";
import type { LintedFamily } from "../../../src/lint/rule.ts";
import { reservedLabel } from "../../../src/lint/rules/reserved-label.ts";

const CASES: readonly [
  name: string,
  type: LintedFamily["type"],
  labels: readonly string[],
  messages: readonly string[],
][] = [
  ["a", "gauge", ["le"], ['non-histogram metrics should not have "le" label']],
  ["a", "gauge", ["quantile"], ['non-summary metrics should not have "quantile" label']],
  ["a", "histogram", ["le"], ['a histogram gets its "le" label from its buckets']],
  ["a", "summary", ["quantile"], ['a summary gets its "quantile" label from its quantiles']],
  ["a", "unknown", ["le", "quantile"], []],
  ["a", "gauge", ["level"], []],
];

test.each(CASES)("%s as %s with labels %j", (name, type, labels, messages) => {
  expect(reservedLabel.check({ name, type, labels, help: "A help." })).toEqual(messages);
});
