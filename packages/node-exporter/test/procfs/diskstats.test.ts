import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseDiskstats } from "../../src/procfs/diskstats.ts";

const every = (): boolean => true;

test("keeps as many counters as the kernel has", () => {
  const text = `   8       0 sda 1 2 3 4 5 6 7 8 9 10 11
 259       1 nvme0n1 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19
`;
  expect(parseDiskstats(text, every)).toEqual([
    { major: "8", minor: "0", device: "sda", counters: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
    {
      major: "259",
      minor: "1",
      device: "nvme0n1",
      counters: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17],
    },
  ]);
});

test("leaves out unwanted devices without reading them, and the short lines of old kernels", () => {
  const text = "8 0 sda 1 2 3 4 5 6 7 8 9 10 x\n8 1 sda1 1 2 3 4\n8 16 sdb 1 2 3 4 5 6 7 8 9 10 11\n";
  expect(parseDiskstats(text, (device) => device !== "sda").map(({ device }) => device)).toEqual(["sdb"]);
});

test.each([
  ["malformed", "8 0 sda 1 2 3 4 5 6 7 8 9 10 x\n"],
  ["truncated", "8 0"],
])("refuses a %s text", (_what, text) => {
  expect(() => parseDiskstats(text, every)).toThrow(ParseError);
});
