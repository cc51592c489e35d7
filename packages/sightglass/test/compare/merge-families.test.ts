import { expect, it } from "vitest";
import type { FamilyDifference } from "../../src/compare/comparison.ts";
import { mergeFamilies } from "../../src/compare/merge-families.ts";

const missingOn = (family: string, device: string): FamilyDifference => ({
  family,
  kinds: ["missing"],
  missing: { count: 1, examples: [`${family}{device="${device}"}`] },
});

const merge = (...families: FamilyDifference[]) =>
  mergeFamilies(families, (text) => text).map((one) => [one.families, one.clauses]);

it("puts families together that lack the same series", () => {
  expect(merge(missingOn("a", "lo"), missingOn("b", "eth0"), missingOn("c", "lo"))).toEqual([
    [["a", "c"], ['1 series missing: {device="lo"}']],
    [["b"], ['1 series missing: b{device="eth0"}']],
  ]);
});

it("keeps those apart that need another flag, and values that drift", () => {
  const whole = (family: string, flag?: string): FamilyDifference => ({
    family,
    kinds: ["missing"],
    whole: { side: "missing", series: 2 },
    ...(flag !== undefined && { flag }),
  });
  const drifting = (family: string): FamilyDifference => ({
    family,
    kinds: ["drift"],
    drift: { count: 1, examples: [{ series: family, measure: "rate", old: 1, new: 2 }] },
  });
  expect(
    merge(whole("a"), whole("b", "--x"), whole("c"), drifting("d"), drifting("e")).map(([names]) => names),
  ).toEqual([["a", "c"], ["b"], ["d"], ["e"]]);
});
