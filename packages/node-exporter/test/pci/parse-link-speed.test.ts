import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parsePciLinkSpeed } from "../../src/pci/parse-link-speed.ts";
import { mutatedText } from "../support/mutated-text.ts";

test.each([
  ["2.5 GT/s PCIe", 2.5],
  ["64.0 GT/s PCIe", 64],
  ["8 GT/s PCIe", 8],
  ["Unknown", undefined],
  ["Unknown speed", undefined],
  ["", undefined],
])("%j is %j", (text, speed) => {
  expect(parsePciLinkSpeed(text, "max_link_speed")).toBe(speed);
});

test.each(["8.0", "8.0 GT/s", "66 MHz PCI", "fast GT/s PCIe", "-8.0 GT/s PCIe", "8.0  GT/s PCIe", "unknown"])(
  "refuses %j",
  (text) => {
    expect(() => parsePciLinkSpeed(text, "devices/x/max_link_speed")).toThrow(ParseError);
    expect(() => parsePciLinkSpeed(text, "devices/x/max_link_speed")).toThrow("devices/x/max_link_speed:");
  },
);

test("throws nothing but ParseError on any text", () => {
  const check = (text: string): void => {
    try {
      expect(Number.isNaN(parsePciLinkSpeed(text, "x"))).toBe(false);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText("16.0 GT/s PCIe"), check));
});
