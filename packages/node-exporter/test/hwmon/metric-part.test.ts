import { expect, test } from "vitest";
import { metricPart } from "../../src/hwmon/metric-part.ts";

test.each([
  ["coretemp.0", "coretemp_0"],
  ["0000:00:18.3", "0000:00:18_3"],
  ["--NCT6779 ", "nct6779"],
  ["Left Side", "left_side"],
  ["é_x", "x"],
  ["___", ""],
  ["", ""],
])("%j becomes %j", (text, part) => {
  expect(metricPart(text)).toBe(part);
});
