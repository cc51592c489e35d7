import { expect, it } from "vitest";
import { renderJson } from "../../src/compare/report-json.ts";
import { COMPARISON } from "../support/comparison.ts";

it("is the comparison, whole", () => {
  const text = renderJson(COMPARISON);
  expect(text.endsWith("}\n")).toBe(true);
  expect(JSON.parse(text)).toEqual(COMPARISON);
});
