import { expect, test } from "vitest";
import type { LintedFamily } from "../../../src/lint/rule.ts";
import { reservedSuffix } from "../../../src/lint/rules/reserved-suffix.ts";

const CASES: readonly [
  name: string,
  type: LintedFamily["type"],
  labels: readonly string[],
  messages: readonly string[],
][] = [
  ["a_bucket", "gauge", [], ['non-histogram metrics should not have "_bucket" suffix']],
  ["a_bucket", "summary", [], ['non-histogram metrics should not have "_bucket" suffix']],
  ["a_count", "counter", [], ['non-histogram and non-summary metrics should not have "_count" suffix']],
  ["a_sum", "gauge", [], ['non-histogram and non-summary metrics should not have "_sum" suffix']],
  ["a_count", "summary", [], []],
  ["a_bucket", "histogram", [], []],
  ["a_count", "unknown", [], []],
  ["a_account", "gauge", [], []],
];

test.each(CASES)("%s as %s with labels %j", (name, type, labels, messages) => {
  expect(reservedSuffix.check({ name, type, labels, help: "A help." })).toEqual(messages);
});
