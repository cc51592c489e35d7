import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseSchedstat } from "../../src/procfs/schedstat.ts";

test("reads the CPUs between their domains", () => {
  const text = `version 15
timestamp 15819019232
cpu0 498494191 0 3533438552 2553969831 3853684107 2465731542 2045936778163039 343796328169361 4767485306
domain0 00000000,00000003 212499247 210112015 1861015
cpu10 1 2 3 4 5 6 7 8 9
`;
  expect(parseSchedstat(text)).toEqual([
    {
      cpu: "0",
      runningNanoseconds: 2_045_936_778_163_039,
      waitingNanoseconds: 343_796_328_169_361,
      timeslices: 4_767_485_306,
    },
    { cpu: "10", runningNanoseconds: 7, waitingNanoseconds: 8, timeslices: 9 },
  ]);
});

test.each([
  ["malformed", "cpu0 1 2 3 4 5 6 seven 8 9\n"],
  ["truncated", "version 15\ncpu0 1 2 3"],
])("refuses a %s text", (_what, text) => {
  expect(() => parseSchedstat(text)).toThrow(ParseError);
});
