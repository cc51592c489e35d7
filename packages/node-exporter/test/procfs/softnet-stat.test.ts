import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseSoftnetStat } from "../../src/procfs/softnet-stat.ts";

test("takes the CPU from its column where there is one", () => {
  const text = "00049279 00000001 00000002 0 0 0 0 0 00000003 00000004 00000005 0000000a 00000007 0 0\n";
  expect(parseSoftnetStat(text)).toEqual([
    {
      cpu: "7",
      processed: 299_641,
      dropped: 1,
      timesSqueezed: 2,
      cpuCollisions: 3,
      receivedRps: 4,
      flowLimitCount: 5,
      backlogLength: 10,
    },
  ]);
});

test("takes the line's position and zeros where an old kernel has no columns", () => {
  const rows = parseSoftnetStat("1 0 0 0 0 0 0 0 2\nff 0 0 0 0 0 0 0 2 3\n");
  expect(
    rows.map(({ cpu, processed, receivedRps, backlogLength }) => [cpu, processed, receivedRps, backlogLength]),
  ).toEqual([
    ["0", 1, 0, 0],
    ["1", 255, 3, 0],
  ]);
});

test.each([
  ["malformed", "1 0 x 0 0 0 0 0 2\n"],
  ["truncated", "1 0 0 0 0 0 0 0 2\n1 0"],
])("refuses a %s text", (_what, text) => {
  expect(() => parseSoftnetStat(text)).toThrow(ParseError);
});
