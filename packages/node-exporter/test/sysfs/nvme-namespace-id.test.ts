import { expect, test } from "vitest";
import { nvmeNamespaceId } from "../../src/sysfs/nvme-namespace-id.ts";

test.each([
  ["nvme0n1", "1"],
  ["nvme12n34", "34"],
  ["nvme0c1n1", undefined],
  ["ng0n1", undefined],
  ["hwmon1", undefined],
  ["", undefined],
])("%j has namespace %j", (entry, id) => {
  expect(nvmeNamespaceId(entry)).toBe(id);
});
