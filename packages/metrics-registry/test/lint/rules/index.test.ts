import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { LINT_RULES } from "../../../src/lint/rules/index.ts";

test("every file of the folder is in the list, sorted, under its rule's name", () => {
  const files = readdirSync(new URL("../../../src/lint/rules/", import.meta.url))
    .filter((file) => file !== "index.ts")
    .map((file) => file.replace(/\.ts$/, ""));
  expect(LINT_RULES.map(({ name }) => name)).toEqual(files.toSorted());
});
