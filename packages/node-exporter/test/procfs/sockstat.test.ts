import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseSockstat } from "../../src/procfs/sockstat.ts";

const both = (protocol: string, key: string): string => `${protocol} ${key}`;

test("parses pairs by protocol, with the place of each number", () => {
  expect(parseSockstat("sockets: used 229\nTCP: inuse 4 orphan 0 mem 1\n", "net/sockstat", both)).toEqual([
    { name: "sockets used", value: 229, scale: 1, at: 14 },
    { name: "TCP inuse", value: 4, scale: 1, at: 29 },
    { name: "TCP orphan", value: 0, scale: 1, at: 38 },
    { name: "TCP mem", value: 1, scale: 1, at: 44 },
  ]);
});

test("leaves out counts without a name", () => {
  const nameOf = (_protocol: string, key: string): string | undefined => (key === "mem" ? "memory" : undefined);
  expect(parseSockstat("TCP: inuse 4 mem 1\n", "net/sockstat", nameOf)).toEqual([
    { name: "memory", value: 1, scale: 1, at: 17 },
  ]);
});

test.each([
  ["malformed", "TCP: inuse four\n"],
  ["without a protocol", "inuse 4\n"],
  ["truncated", "sockets: used 229\nTCP: inuse"],
])("refuses a text %s", (_what, text) => {
  expect(() => parseSockstat(text, "net/sockstat", both)).toThrow(ParseError);
});
