import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseSwaps } from "../../src/procfs/swaps.ts";
import { parseProblems } from "../support/parse-problems.ts";

const HEADING = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
const TEXT = `${HEADING}/dev/dm-2                               partition\t131068\t\t176\t\t-2\n/swap\\040file file 2048 0 10\n`;

test("takes sizes in bytes and the priority, and leaves the path as it is", () => {
  expect(parseSwaps(TEXT)).toEqual([
    { device: "/dev/dm-2", type: "partition", sizeBytes: 134_213_632, usedBytes: 180_224, priority: -2 },
    { device: String.raw`/swap\040file`, type: "file", sizeBytes: 2_097_152, usedBytes: 0, priority: 10 },
  ]);
});

test.each(["", HEADING, HEADING.trim()])("has no devices in %j", (text) => {
  expect(parseSwaps(text)).toEqual([]);
});

test.each([
  ["malformed", `${HEADING}/dev/sda2 partition 1x 0 -2\n`, 'swaps:2: expected an integer, found "1x"'],
  ["malformed in its use", `${HEADING}/dev/sda2 partition 1 y -2\n`, 'swaps:2: expected an integer, found "y"'],
  ["malformed in its priority", `${HEADING}/dev/sda2 partition 1 0 z\n`, 'swaps:2: expected an integer, found "z"'],
  ["truncated", `${HEADING}/dev/sda2 partition 131068\n`, "swaps:2: expected 5 columns, found 3"],
  ["with an empty line", `${TEXT}\n`, "swaps:4: expected 5 columns, found 0"],
])("refuses a text %s", (_what, text, message) => {
  expect(() => parseSwaps(text)).toThrow(ParseError);
  expect(() => parseSwaps(text)).toThrow(message);
});

test("throws nothing but ParseError", () => {
  expect(parseProblems(TEXT, parseSwaps)).toEqual([]);
});
