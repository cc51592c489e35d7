import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseBuddyinfo } from "../../src/procfs/buddyinfo.ts";
import { parseProblems } from "../support/parse-problems.ts";

const TEXT = "Node 0, zone      DMA      1      0      3 \nNode 1, zone   Normal   4381   1093 185530 \n";

test("takes node, zone and a count for each order", () => {
  expect(parseBuddyinfo(TEXT)).toEqual([
    { node: "0", zone: "DMA", blocks: [1, 0, 3] },
    { node: "1", zone: "Normal", blocks: [4381, 1093, 185_530] },
  ]);
});

test("takes as many orders as the kernel has, none too", () => {
  expect(parseBuddyinfo(`Node 0, zone DMA${" 1".repeat(20)}`)[0]?.blocks).toHaveLength(20);
  expect(parseBuddyinfo("Node 0, zone DMA\n")).toEqual([{ node: "0", zone: "DMA", blocks: [] }]);
  expect(parseBuddyinfo("")).toEqual([]);
});

test.each([
  ["malformed", "Node 0, zone DMA 1 x\n", 'buddyinfo:1: expected a number, found "x"'],
  ["truncated", TEXT.slice(0, -10), "buddyinfo:2: expected 3 counts as in the first line, found 2"],
  ["with a missing column", "Node 0, zone\n", "buddyinfo:1: expected a node, a zone and counts"],
  ["with an empty line", `${TEXT}\n`, "buddyinfo:3: expected a node, a zone and counts"],
])("refuses a text %s", (_what, text, message) => {
  expect(() => parseBuddyinfo(text)).toThrow(ParseError);
  expect(() => parseBuddyinfo(text)).toThrow(message);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(TEXT, parseBuddyinfo)).toEqual([]);
});
