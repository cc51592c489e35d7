import type { LintRule } from "../rule.ts";

/** Colons belong to recording rules. */
export const reservedCharacter: LintRule = {
  name: "reserved-character",
  exemptible: true,
  check: ({ name }) => (name.includes(":") ? ["metric names should not contain ':'"] : []),
};
