import type { LintRule } from "../rule.ts";

/** Counters end with `_total`, and nothing else does; families of unknown type may be either. */
export const totalSuffix: LintRule = {
  name: "total-suffix",
  exemptible: true,
  check: ({ name, type }) => {
    if (type === "unknown" || name.endsWith("*")) return [];
    const total = name.endsWith("_total");
    if (type === "counter") return total ? [] : ['counter metrics should have "_total" suffix'];
    return total ? ['non-counter metrics should not have "_total" suffix'] : [];
  },
};
