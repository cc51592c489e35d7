import { expect, test } from "vitest";
import type { LintedFamily } from "../../../src/lint/rule.ts";
import { timestampSuffix } from "../../../src/lint/rules/timestamp-suffix.ts";

const CASES: readonly [
  name: string,
  type: LintedFamily["type"],
  labels: readonly string[],
  messages: readonly string[],
][] = [
  ["a_timestamp_seconds", "counter", [], ['non-gauge metrics should not have "_timestamp_seconds" suffix']],
  ["a_timestamp_seconds", "gauge", [], []],
  ["a_timestamp_seconds", "unknown", [], []],
  ["a_seconds", "counter", [], []],
];

test.each(CASES)("%s as %s with labels %j", (name, type, labels, messages) => {
  expect(timestampSuffix.check({ name, type, labels, help: "A help." })).toEqual(messages);
});
