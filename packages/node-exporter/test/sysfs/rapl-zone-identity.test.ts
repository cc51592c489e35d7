import { expect, test } from "vitest";
import { raplZoneIdentity } from "../../src/sysfs/rapl-zone-identity.ts";

test("a number in the name is the index, names without one are counted", () => {
  const uses = new Map<string, number>();
  expect(
    ["package-0", "core", "dram", "package-1", "core", "dram", "core"].map((name) => raplZoneIdentity(name, uses)),
  ).toEqual([
    { zone: "package", index: 0 },
    { zone: "core", index: 0 },
    { zone: "dram", index: 0 },
    { zone: "package", index: 1 },
    { zone: "core", index: 1 },
    { zone: "dram", index: 1 },
    { zone: "core", index: 2 },
  ]);
});

test.each(["package-0-die-1", "psys", "mmio-x", "a-", ""])("%j stays whole", (name) => {
  expect(raplZoneIdentity(name, new Map())).toEqual({ zone: name, index: 0 });
});
