import type { LintRule } from "../rule.ts";

/** `_bucket`, `_sum` and `_count` end the series of histograms and summaries. */
export const reservedSuffix: LintRule = {
  name: "reserved-suffix",
  exemptible: true,
  check: ({ name, type }) => {
    if (type === "unknown" || type === "histogram") return [];
    if (name.endsWith("_bucket")) return ['non-histogram metrics should not have "_bucket" suffix'];
    if (type === "summary") return [];
    const suffix = /_(?:count|sum)$/.exec(name)?.[0];
    return suffix === undefined ? [] : [`non-histogram and non-summary metrics should not have "${suffix}" suffix`];
  },
};
