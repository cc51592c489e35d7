import { expect, test } from "vitest";
import { parseExemption } from "../../src/lint/exemption.ts";

test.each([
  ["Old name.", undefined, "Old name."],
  ["Note: an old name.", undefined, "Note: an old name."],
  ["base-unit: old name", ["base-unit"], "old name"],
  ["base-unit, total-suffix: old", ["base-unit", "total-suffix"], "old"],
])("%j", (text, rules, reason) => {
  const parsed = parseExemption(text);
  expect(parsed.rules === undefined ? undefined : [...parsed.rules]).toEqual(rules);
  expect(parsed.reason).toBe(reason);
});
