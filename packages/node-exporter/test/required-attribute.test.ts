import { NoDataError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { createFileTree } from "../src/create-file-tree.ts";
import { requiredAttribute } from "../src/required-attribute.ts";
import { temporaryTree } from "./support/temporary-tree.ts";

test("gives the attribute, an empty one too", () => {
  const tree = createFileTree(temporaryTree({ "device/model": "Example 1 \n", "device/serial": "\n" }));
  expect(requiredAttribute(tree, "device/model")).toBe("Example 1");
  expect(requiredAttribute(tree, "device/serial")).toBe("");
});

test("an absent one means that there is no data, and is named", () => {
  const tree = createFileTree(temporaryTree({ "device/": "" }));
  expect(() => requiredAttribute(tree, "device/model")).toThrow(NoDataError);
  expect(() => requiredAttribute(tree, "device/model")).toThrow(`${tree.root}/device/model cannot be read`);
});
