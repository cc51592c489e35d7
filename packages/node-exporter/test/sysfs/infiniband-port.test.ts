import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseInfinibandRate, parseInfinibandState } from "../../src/sysfs/infiniband-port.ts";
import { mutatedText } from "../support/mutated-text.ts";

test.each([
  ["4: ACTIVE", 4],
  ["1: DOWN", 1],
  ["5:LinkUp", 5],
  [" 3 : Disabled", 3],
  ["6: ", 6],
])("the state %j", (text, state) => {
  expect(parseInfinibandState(text, "p")).toBe(state);
});

test.each(["", "ACTIVE", "4", "x: ACTIVE", "-1: DOWN", "4: A: B", "4294967296: HUGE"])(
  "refuses the state %j",
  (text) => {
    expect(() => parseInfinibandState(text, "ports/1/state")).toThrow(ParseError);
    expect(() => parseInfinibandState(text, "ports/1/state")).toThrow("ports/1/state:1:");
  },
);

test.each([
  ["40 Gb/sec (4X QDR)", 5_000_000_000],
  ["2.5 Gb/sec (1X SDR)", 312_500_000],
  ["100 Gb/sec", 12_500_000_000],
  // In single precision it is a little more than a tenth.
  ["0.1 Gb/sec", 12_500_000],
  ["1.7 Gb/sec", 212_500_005],
])("the rate %j", (text, rate) => {
  expect(parseInfinibandRate(text, "p")).toBe(rate);
});

test.each(["", "40", "Gb/sec", "-1 Gb/sec", "4e1 Gb/sec", "1. Gb/sec", `${"9".repeat(60)} Gb/sec`])(
  "refuses the rate %j",
  (text) => {
    expect(() => parseInfinibandRate(text, "ports/1/rate")).toThrow(ParseError);
  },
);

test("throw nothing but ParseError on any text", () => {
  const check = (text: string): void => {
    for (const parse of [parseInfinibandState, parseInfinibandRate]) {
      try {
        expect(parse(text, "p")).toBeGreaterThanOrEqual(0);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText("4: ACTIVE"), check));
  assert(property(mutatedText("2.5 Gb/sec (1X SDR)"), check));
});
