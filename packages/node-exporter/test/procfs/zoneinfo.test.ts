import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseZoneinfo } from "../../src/procfs/zoneinfo.ts";
import { parseProblems } from "../support/parse-problems.ts";

const WANTED = new Map([
  ["nr_free_pages", 0],
  ["high", 1],
  ["numa_hit", 2],
  ["nr_dirtied", 3],
]);
const PAGE_LISTS = "  pagesets\n    cpu: 0\n              count: 3\n              high:  14\n  vm stats threshold: 8\n";
const DMA = `Node 0, zone      DMA\n  per-node stats\n      nr_dirtied   1189\n  pages free     2949\n        min      8\n        high     14\n        protection: (0, 2039, 31932)\n      nr_free_pages 2949\n      numa_hit     1\n${PAGE_LISTS}  node_unreclaimable:  0\n  start_pfn:           1\n`;
const DEVICE = "Node 1, zone   Device\n  pages free     0\n        high     0\n        protection: (0, 0, 0)";
const TEXT = `${DMA}${DEVICE}`;

test("takes the wanted fields of each zone by position", () => {
  expect(parseZoneinfo(TEXT, WANTED)).toEqual([
    { node: "0", zone: "DMA", values: [2949, 14, 1, 1189], protection: [0, 2039, 31_932] },
    { node: "1", zone: "Device", values: [undefined, 0, undefined, undefined], protection: [0, 0, 0] },
  ]);
});

test("looks for no field among the page lists of the CPUs", () => {
  const [zone] = parseZoneinfo(`Node 0, zone DMA\n  pages free 1\n  pagesets\n    high 5\n${DEVICE}`, WANTED);
  expect(zone?.values[1]).toBeUndefined();
});

test.each([
  ["without an integer", "        high     many\n", undefined],
  ["with a fraction", "        high     1.5\n", undefined],
  ["cut off", "        high", undefined],
  ["with a sign", "        high     -3\n", -3],
  ["with further words", "        high     5 pages\n", 5],
])("a field %s costs no other", (_what, line, value) => {
  const [zone] = parseZoneinfo(`Node 2, zone  Movable\n        nr_free_pages 7\n${line}`, WANTED);
  expect(zone?.values).toEqual([7, value, undefined, undefined]);
});

test.each(["protection: ()", "protection: (1, x)", "protection: 1", "protection: (1,2)"])("%s is none", (line) => {
  expect(parseZoneinfo(`Node 0, zone DMA\n        ${line}\n`, WANTED)[0]?.protection).toEqual([]);
});

test("a zone without a readable heading is left out", () => {
  const zones = parseZoneinfo(`Node 0 DMA\n  high 1\n${DEVICE}`, WANTED);
  expect(zones.map(({ node, zone }) => [node, zone])).toEqual([["1", "Device"]]);
});

test.each(["", "\n", "nothing of the kind\n", "Node x, zone DMA\n"])("refuses %j", (text) => {
  expect(() => parseZoneinfo(text, WANTED)).toThrow(ParseError);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(TEXT, (text) => parseZoneinfo(text, WANTED))).toEqual([]);
});
