import type { LintRule } from "../rule.ts";

/** The writers add `le` and `quantile`; a family that brings its own could never be told from a histogram or summary. */
export const reservedLabel: LintRule = {
  name: "reserved-label",
  exemptible: true,
  check: ({ labels, type }) => {
    if (type === "unknown") return [];
    const messages: string[] = [];
    if (labels.includes("le")) {
      messages.push(
        type === "histogram"
          ? 'a histogram gets its "le" label from its buckets'
          : 'non-histogram metrics should not have "le" label',
      );
    }
    if (labels.includes("quantile")) {
      messages.push(
        type === "summary"
          ? 'a summary gets its "quantile" label from its quantiles'
          : 'non-summary metrics should not have "quantile" label',
      );
    }
    return messages;
  },
};
