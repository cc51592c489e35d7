import { isLegacyLabelName, isLegacyMetricName } from "../../collected.ts";
import type { LintRule } from "../rule.ts";

/**
 * Our own names stay within the character set that every Prometheus reads without quoting, and leave `__` to the
 * server. promtool refuses such a page while parsing it, before any of its rules.
 */
export const validName: LintRule = {
  name: "valid-name",
  exemptible: false,
  check: ({ name, labels }) => [
    ...(isLegacyMetricName(name.replace(/\*$/, "")) ? [] : [`invalid metric name "${name}"`]),
    ...labels
      .filter((label) => !isLegacyLabelName(label) || label.startsWith("__"))
      .map((label) => `invalid label name "${label}"`),
    ...(new Set(labels).size === labels.length ? [] : ["label names must be unique"]),
  ],
};
