import { expect, test } from "vitest";
import { createAttributePaths } from "../src/attribute-paths.ts";

test("paths are by position, and the same array for the same device", () => {
  const pathsOf = createAttributePaths("class/net", ["mtu", "statistics/rx_nohandler"]);
  const paths = pathsOf("eth0");
  expect(paths).toEqual(["class/net/eth0/mtu", "class/net/eth0/statistics/rx_nohandler"]);
  expect(pathsOf("lo")).toEqual(["class/net/lo/mtu", "class/net/lo/statistics/rx_nohandler"]);
  expect(pathsOf("eth0")).toBe(paths);
});

test("what is remembered has a bound, and is right beyond it", () => {
  const pathsOf = createAttributePaths("class/net", ["mtu"]);
  const first = pathsOf("veth0");
  for (let device = 1; device <= 1024; device += 1) {
    expect(pathsOf(`veth${device}`)).toEqual([`class/net/veth${device}/mtu`]);
  }
  expect(pathsOf("veth0")).not.toBe(first);
  expect(pathsOf("veth0")).toEqual(first);
});
