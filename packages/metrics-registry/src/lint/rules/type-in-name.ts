import type { LintRule } from "../rule.ts";

const TYPES = ["counter", "gauge", "summary", "histogram", "gauge_histogram"];

/** The type stands in the `# TYPE` line, where it cannot go stale. */
export const typeInName: LintRule = {
  name: "type-in-name",
  exemptible: true,
  check: ({ name }) => {
    const padded = `${name.toLowerCase()}_`;
    return TYPES.filter((type) => padded.includes(`_${type}_`)).map(
      (type) => `metric name should not include type '${type}'`,
    );
  },
};
