import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseDeviceNames } from "../../src/sysfs/device-names.ts";
import { mutatedText } from "../support/mutated-text.ts";

test.each([
  ["", []],
  ["\n", []],
  ["bond0\n", ["bond0"]],
  ["bond0 bond1.7 \n", ["bond0", "bond1.7"]],
  [" eth0\teth1\neth2", ["eth0", "eth1", "eth2"]],
])("%j is %j", (text, names) => {
  expect(parseDeviceNames(text, "class/net/bonding_masters")).toEqual(names);
});

test.each(["bond0/..", "a\0", "bond0 ..", ".", "/etc"])("refuses %j", (text) => {
  expect(() => parseDeviceNames(text, "class/net/bonding_masters")).toThrow(ParseError);
  expect(() => parseDeviceNames(text, "class/net/bonding_masters")).toThrow("class/net/bonding_masters:");
});

test("throws nothing but ParseError on any text, and gives no path", () => {
  const check = (text: string): void => {
    try {
      for (const name of parseDeviceNames(text, "slaves")) expect(name).toMatch(/^[^/\0\s]+$/);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText("eth0 eth1 team-2\n"), check));
});
