import type { LintRule } from "../rule.ts";

/** A family without help cannot be understood from its page. */
export const helpText: LintRule = {
  name: "help-text",
  exemptible: false,
  check: ({ help }) => (help.trim() === "" ? ["no help text"] : []),
};
