import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseLoadavg } from "../../src/procfs/loadavg.ts";

test("parses the three averages", () => {
  expect(parseLoadavg("0.21 10.37 0.39 1/719 19737\n")).toEqual({ load1: 0.21, load5: 10.37, load15: 0.39 });
});

test.each([
  ["malformed", "0.21 x 0.39 1/719 19737\n"],
  ["truncated", "0.21 0.37"],
  ["empty", ""],
])("refuses a %s text", (_what, text) => {
  expect(() => parseLoadavg(text)).toThrow(ParseError);
});
