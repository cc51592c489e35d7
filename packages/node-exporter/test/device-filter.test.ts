import { expect, test } from "vitest";
import { createDeviceFilter, createExclusiveDeviceFilter } from "../src/device-filter.ts";
import { matcher } from "./support/collect.ts";

const devices = ["eth0", "eth1", "lo"];
const kept = (ignored: (device: string) => boolean): readonly string[] => devices.filter((device) => !ignored(device));

test.each([
  [undefined, undefined, ["eth0", "eth1", "lo"]],
  ["^eth", undefined, ["eth0", "eth1"]],
  [undefined, "1$", ["eth0", "lo"]],
  ["^eth", "1$", ["eth0"]],
])("include %s, exclude %s", (include, exclude, expected) => {
  const patterns = {
    include: include === undefined ? undefined : matcher(include),
    exclude: exclude === undefined ? undefined : matcher(exclude),
  };
  expect(kept(createDeviceFilter(patterns))).toEqual(expected);
});

test("exclusive patterns are refused together", () => {
  const patterns = { include: matcher("eth"), exclude: matcher("lo") };
  expect(() => createExclusiveDeviceFilter("netdev", patterns, "")).toThrow(
    "collector netdev: device-exclude & device-include are mutually exclusive",
  );
});

test("an include alone sets the default exclude aside", () => {
  expect(
    kept(createExclusiveDeviceFilter("netdev", { include: matcher("eth"), exclude: matcher("1$") }, "1$")),
  ).toEqual(["eth0", "eth1"]);
  expect(kept(createExclusiveDeviceFilter("netdev", { include: undefined, exclude: matcher("1$") }, "1$"))).toEqual([
    "eth0",
    "lo",
  ]);
});
