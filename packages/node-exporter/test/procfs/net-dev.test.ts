import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseNetDev } from "../../src/procfs/net-dev.ts";

const HEADER = "Inter-|   Receive  |  Transmit\n face |bytes    packets errs\n";
const every = (): boolean => true;

test("parses the counters, also where the kernel leaves no space after the colon", () => {
  const text = `${HEADER}    lo:1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\n  eth0:    18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n`;
  expect(parseNetDev(text, every)).toEqual([
    { device: "lo", counters: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16] },
    { device: "eth0", counters: [2 ** 64, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] },
  ]);
  expect(parseNetDev(text, (device) => device === "lo")).toHaveLength(1);
});

test.each([
  ["malformed", `${HEADER}lo: 1 2 x 4 5 6 7 8 9 10 11 12 13 14 15 16\n`],
  ["without a device", `${HEADER} 1 2 3\n`],
  ["truncated", `${HEADER}lo: 1 2 3`],
])("refuses a text %s", (_what, text) => {
  expect(() => parseNetDev(text, every)).toThrow(ParseError);
});
