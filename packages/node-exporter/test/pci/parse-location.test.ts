import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parsePciLocation } from "../../src/pci/parse-location.ts";
import { mutatedText } from "../support/mutated-text.ts";

test.each([
  ["0000:00:1f.6", ["0000", "00", "1f", "6"]],
  ["0000:C3:00.0", ["0000", "c3", "00", "0"]],
  ["10000:e1:00.0", ["10000", "e1", "00", "0"]],
  ["0:1:2.3", ["0000", "01", "02", "3"]],
  ["0000:00:00.1f", ["0000", "00", "00", "1f"]],
])("%s is %j", (address, [segment, bus, device, fn]) => {
  expect(parsePciLocation(address, "bus/pci/devices/x")).toEqual({ segment, bus, device, function: fn });
});

test.each([
  "",
  "0000:00:1f",
  "0000:00.1",
  "0000:00:1f.6.7",
  "0000:00:1g.6",
  "0000:-1:1f.6",
  "platform",
  "0000:00:1f.6 ",
])("refuses %j", (address) => {
  expect(() => parsePciLocation(address, "bus/pci/devices/x")).toThrow(ParseError);
  expect(() => parsePciLocation(address, "bus/pci/devices/x")).toThrow("bus/pci/devices/x:");
});

test("throws nothing but ParseError on any text", () => {
  const check = (text: string): void => {
    try {
      expect(Object.values(parsePciLocation(text, "x")).join(" ")).toMatch(/^[0-9a-f ]+$/);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText("0000:00:1f.6"), check));
});
