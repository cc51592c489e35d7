import type { LintRule } from "../rule.ts";

const CAMEL_CASE = /[a-z][A-Z]/;

/** Names and labels are written in snake case. */
export const snakeCase: LintRule = {
  name: "snake-case",
  exemptible: true,
  check: ({ name, labels }) => [
    ...(CAMEL_CASE.test(name) ? ["metric names should be written in 'snake_case' not 'camelCase'"] : []),
    ...labels
      .filter((label) => CAMEL_CASE.test(label))
      .map(() => "label names should be written in 'snake_case' not 'camelCase'"),
  ],
};
