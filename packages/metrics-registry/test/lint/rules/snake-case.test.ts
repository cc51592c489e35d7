import { expect, test } from "vitest";
import type { LintedFamily } from "../../../src/lint/rule.ts";
import { snakeCase } from "../../../src/lint/rules/snake-case.ts";

const CASES: readonly [
  name: string,
  type: LintedFamily["type"],
  labels: readonly string[],
  messages: readonly string[],
][] = [
  ["aThing", "gauge", [], ["metric names should be written in 'snake_case' not 'camelCase'"]],
  ["a_thing", "gauge", ["someLabel", "other"], ["label names should be written in 'snake_case' not 'camelCase'"]],
  ["a_THING", "gauge", [], []],
];

test.each(CASES)("%s as %s with labels %j", (name, type, labels, messages) => {
  expect(snakeCase.check({ name, type, labels, help: "A help." })).toEqual(messages);
});
