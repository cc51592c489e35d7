import { ParseError } from "@sightglass/metrics-registry";
import { expect, test } from "vitest";
import { parseNfConntrack } from "../../src/procfs/nf-conntrack.ts";

const HEADER = "entries  searched found new invalid ignore delete delete_list insert insert_failed drop early_drop\n";

test("sums each column over the CPUs", () => {
  const text = `${HEADER}21 0 1 0 3 588a 0 0 4 5 6 7 0  0 0 0 2\n21 0 10 0 1 1 0 0 a b c d 0  0 0 0 1\n`;
  expect(parseNfConntrack(text)).toEqual({
    found: 0x11,
    invalid: 4,
    ignore: 0x58_8b,
    insert: 14,
    insertFailed: 16,
    drop: 18,
    earlyDrop: 20,
    searchRestart: 3,
  });
});

test("an old kernel without the last column has restarted nothing", () => {
  expect(parseNfConntrack(`${HEADER}0 0 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n`)).toMatchObject({ found: 1, searchRestart: 0 });
});

test.each([
  ["malformed", `${HEADER}21 0 xx 0 3 588a 0 0 4 5 6 7 0 0 0 0 2\n`],
  ["with too many columns", `${HEADER}${"1 ".repeat(18)}\n`],
  ["truncated", `${HEADER}21 0 1`],
])("refuses a text %s", (_what, text) => {
  expect(() => parseNfConntrack(text)).toThrow(ParseError);
});
