import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseIpvsStats } from "../../src/procfs/ip-vs-stats.ts";
import { parseProblems } from "../support/parse-problems.ts";

const HEADER = "   Total Incoming\n   Conns  Packets\n";

test("reads the totals, which are hexadecimal", () => {
  expect(parseIpvsStats(`${HEADER}      1A       B0       C1             FFF0                0\n\n Conns/s\n`)).toEqual(
    {
      connections: 26,
      incomingPackets: 176,
      outgoingPackets: 193,
      incomingBytes: 65_520,
      outgoingBytes: 0,
    },
  );
});

test.each([
  ["empty", ""],
  ["truncated behind its totals", `${HEADER} 1 2 3 4 5`],
  ["with a column too few", `${HEADER} 1 2 3 4\n\n`],
  ["with a column too many", `${HEADER} 1 2 3 4 5 6\n\n`],
  ["malformed", `${HEADER} 1 2 3 4 G\n\n`],
])("refuses a text that is %s", (_what, text) => {
  expect(() => parseIpvsStats(text)).toThrow(ParseError);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(`${HEADER} 1 2 3 4 5\n\n`, parseIpvsStats)).toEqual([]);
});
