import { ParseError } from "@sightglass/metrics-registry";
import { assert, json, oneof, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseRecordedQdiscs } from "../../../src/native/netlink/recorded-qdiscs.ts";

test("disciplines at the root", () => {
  const text = JSON.stringify([
    { IfaceName: "eth1", Kind: "fq", Bytes: 10, Packets: 2, Drops: 3, Requeues: 4, Overlimits: 5, Qlen: 6, Backlog: 7 },
    { IfaceName: "eth1", Kind: "pfifo", Parent: 65_537, Bytes: 1 },
  ]);
  expect(parseRecordedQdiscs(text)).toEqual([
    {
      device: "eth1",
      kind: "fq",
      bytes: 10,
      packets: 2,
      drops: 3,
      requeues: 4,
      overlimits: 5,
      queueLength: 6,
      backlog: 7,
    },
  ]);
});

test.each([
  ["truncated", '[{"IfaceName": "eth1"'],
  ["of another kind", '[{"IfaceName": 7}]'],
])("refuses a text that is %s", (_what, text) => {
  expect(() => parseRecordedQdiscs(text)).toThrow(ParseError);
});

test("throws nothing but ParseError on any text", () => {
  assert(
    property(oneof(string(), json()), (text) => {
      try {
        parseRecordedQdiscs(text);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
  );
});
