import { expect, test } from "vitest";
import type { LintedFamily } from "../../../src/lint/rule.ts";
import { baseUnit } from "../../../src/lint/rules/base-unit.ts";

const CASES: readonly [
  name: string,
  type: LintedFamily["type"],
  labels: readonly string[],
  messages: readonly string[],
][] = [
  ["a_wait_seconds", "gauge", [], []],
  ["a_wait_milliseconds", "gauge", [], ['use base unit "seconds" instead of "milliseconds"']],
  ["a_hours_total", "counter", [], ['use base unit "seconds" instead of "hours"']],
  ["a_mibibytes", "gauge", [], ['use base unit "bytes" instead of "mibibytes"']],
  ["a_bits_per_seconds", "gauge", [], ['use base unit "bytes" instead of "bits"']],
  ["a_seconds_per_bits", "gauge", [], []],
  ["a_kelvins", "gauge", [], ['use base unit "kelvin" instead of "kelvins"']],
  ["a_kelvin", "gauge", [], []],
  ["a_metres", "gauge", [], []],
  ["a_things", "gauge", [], []],
  ["a_milliseconds_*", "gauge", [], ['use base unit "seconds" instead of "milliseconds"']],
];

test.each(CASES)("%s as %s with labels %j", (name, type, labels, messages) => {
  expect(baseUnit.check({ name, type, labels, help: "A help." })).toEqual(messages);
});
