import { expect, test } from "vitest";
import type { LintedFamily } from "../../../src/lint/rule.ts";
import { reservedCharacter } from "../../../src/lint/rules/reserved-character.ts";

const CASES: readonly [
  name: string,
  type: LintedFamily["type"],
  labels: readonly string[],
  messages: readonly string[],
][] = [
  ["job:a:rate5m", "gauge", [], ["metric names should not contain ':'"]],
  ["a_b", "gauge", [], []],
];

test.each(CASES)("%s as %s with labels %j", (name, type, labels, messages) => {
  expect(reservedCharacter.check({ name, type, labels, help: "A help." })).toEqual(messages);
});
