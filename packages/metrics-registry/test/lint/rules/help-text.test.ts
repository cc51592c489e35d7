import { expect, test } from "vitest";
import { helpText } from "../../../src/lint/rules/help-text.ts";

test.each([
  ["", ["no help text"]],
  [" ", ["no help text"]],
  ["Jobs.", []],
])("help %j", (help, messages) => {
  expect(helpText.check({ name: "a", type: "gauge", labels: [], help })).toEqual(messages);
});
