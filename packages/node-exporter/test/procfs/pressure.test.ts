import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parsePressure } from "../../src/procfs/pressure.ts";

test("gives the totals in microseconds", () => {
  const text =
    "some avg10=0.18 avg60=0.34 avg300=0.10 total=159886802\nfull avg10=0.18 avg60=0.34 avg300=0.10 total=159229614\n";
  expect(parsePressure(text, "pressure/io")).toEqual({ some: 159_886_802, full: 159_229_614 });
});

test("leaves out what is not there, and ignores lines of other kinds", () => {
  expect(parsePressure("full avg10=0.00 total=8494", "pressure/irq")).toEqual({ some: undefined, full: 8494 });
  expect(parsePressure("most avg10=0.00 total=1\n", "pressure/irq")).toEqual({ some: undefined, full: undefined });
});

test.each([
  ["malformed", "some avg10=0.00 avg60=0.00 avg300=0.00 total=x\n"],
  ["truncated", "some avg10=0.00 avg60"],
  ["truncated before its next line", "some avg10=0.00\nfull avg10=0.00 total=1\n"],
])("refuses a %s text", (_what, text) => {
  expect(() => parsePressure(text, "pressure/cpu")).toThrow(ParseError);
});
