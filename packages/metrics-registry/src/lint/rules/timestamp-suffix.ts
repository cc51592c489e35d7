import type { LintRule } from "../rule.ts";

/** A point in time is a gauge, whatever it is the time of. */
export const timestampSuffix: LintRule = {
  name: "timestamp-suffix",
  exemptible: true,
  check: ({ name, type }) =>
    type !== "gauge" && type !== "unknown" && name.endsWith("_timestamp_seconds")
      ? ['non-gauge metrics should not have "_timestamp_seconds" suffix']
      : [],
};
