import { expect, test } from "vitest";
import { lintFamilies } from "../../src/lint/lint-families.ts";
import type { LintedFamily } from "../../src/lint/rule.ts";

const family = (over: Partial<LintedFamily>): LintedFamily => ({
  name: "a_wait_seconds",
  type: "gauge",
  labels: [],
  help: "Time.",
  ...over,
});
const rules = (...families: LintedFamily[]): readonly string[] => lintFamilies(families).map(({ rule }) => rule);

test("a clean family has no findings", () => {
  expect(lintFamilies([family({})])).toEqual([]);
});

test("a finding names family, rule and what is wrong", () => {
  expect(lintFamilies([family({ name: "a_wait_minutes" })])).toEqual([
    { family: "a_wait_minutes", rule: "base-unit", message: 'use base unit "seconds" instead of "minutes"' },
  ]);
});

test("a name that is declared twice is found once", () => {
  expect(rules(family({}), family({}))).toEqual(["unique-name"]);
  expect(rules(family({ name: "a_*" }), family({ name: "a_*", type: "counter" }))).toEqual([]);
});

test("a plain reason accepts what is wrong with a name, never a missing help", () => {
  expect(rules(family({ name: "a_minutes_total", lintExempt: "The replaced tool's name." }))).toEqual([]);
  expect(rules(family({ name: "a_minutes", help: "", lintExempt: "The replaced tool's name." }))).toEqual([
    "help-text",
  ]);
});

test("named rules are accepted and others are not", () => {
  const name = "a_minutes_total";
  expect(rules(family({ name, lintExempt: "base-unit: old name" }))).toEqual(["total-suffix"]);
  expect(rules(family({ name, lintExempt: "base-unit, total-suffix: old name" }))).toEqual([]);
});

test.each([
  ["", "an exemption needs a reason"],
  ["base-unit:", "an exemption needs a reason"],
  ["Old name.", "the exemption silences nothing"],
  ["base-unit: old name", 'the exemption from "base-unit" silences nothing'],
  ["bass-unit: old name", 'no rule is named "bass-unit"'],
  ["help-text: none known", 'the rule "help-text" allows no exemption'],
])("the exemption %j of a clean family is a finding", (lintExempt, message) => {
  expect(lintFamilies([family({ lintExempt })])).toEqual([{ family: "a_wait_seconds", rule: "exemption", message }]);
});

test("an exemption without a reason silences nothing", () => {
  expect(rules(family({ name: "a_minutes", lintExempt: "base-unit:" }))).toEqual(["base-unit", "exemption"]);
});

test("a dynamic family may be exempted for names that only its source knows", () => {
  expect(rules(family({ name: "a_*", type: "counter", lintExempt: "Names are the kernel's." }))).toEqual([]);
});
