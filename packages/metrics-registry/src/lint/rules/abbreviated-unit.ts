import type { LintRule } from "../rule.ts";

const ABBREVIATIONS = ["s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d"];

/** Units are spelled out; the first word of a name is its namespace and never a unit. */
export const abbreviatedUnit: LintRule = {
  name: "abbreviated-unit",
  exemptible: true,
  check: ({ name }) => {
    const padded = `${name.toLowerCase()}_`;
    return ABBREVIATIONS.filter((unit) => padded.includes(`_${unit}_`)).map(
      () => "metric names should not contain abbreviated units",
    );
  },
};
