import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseSockstat } from "../../src/procfs/sockstat.ts";

test("parses pairs by protocol", () => {
  expect(parseSockstat("sockets: used 229\nTCP: inuse 4 orphan 0 mem 1\n", "net/sockstat")).toEqual([
    { protocol: "sockets", counts: [["used", 229]] },
    {
      protocol: "TCP",
      counts: [
        ["inuse", 4],
        ["orphan", 0],
        ["mem", 1],
      ],
    },
  ]);
});

test.each([
  ["malformed", "TCP: inuse four\n"],
  ["without a protocol", "inuse 4\n"],
  ["truncated", "sockets: used 229\nTCP: inuse"],
])("refuses a text %s", (_what, text) => {
  expect(() => parseSockstat(text, "net/sockstat")).toThrow(ParseError);
});
