import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { kstatRows, parseKstat, parseKstatNumber, parseKstatRows } from "../../src/procfs/kstat.ts";
import { mutatedText } from "../support/mutated-text.ts";

const TEXT = [
  "9 1 0x01 4 1088 5266997922 97951858082072",
  "name                            type data",
  "hits                            4    8772612",
  "4                               4    44",
  "memory_available_bytes          3    -922337203685477580",
  "size                            2    7",
  "arc_state                       7    1 2 3",
  "",
].join("\n");

const selection = (signed: boolean) => ({ path: "zfs/arcstats", nameOf: (field: string) => `x_${field}`, signed });

test("takes the numbers of 64 bits and says where they stand", () => {
  const fields = parseKstat(TEXT, selection(true));
  expect(fields.map(({ name, value }) => [name, value])).toEqual([
    ["x_hits", 8_772_612],
    ["x_4", 44],
    ["x_memory_available_bytes", Number("-922337203685477580")],
  ]);
  expect(fields.map(({ at }) => TEXT.slice(at).split("\n", 1)[0])).toEqual(["8772612", "44", "-922337203685477580"]);
  expect(fields.every(({ scale }) => scale === 1)).toBe(true);
});

test("takes unsigned numbers alone where signed ones are not wanted", () => {
  expect(parseKstat(TEXT, selection(false)).map(({ name }) => name)).toEqual(["x_hits", "x_4"]);
});

test("rows before the heading are no fields", () => {
  const text = "evil 4 1\nname type data\ngood 4 2\nshort 4\n";
  expect(parseKstat(text, selection(true)).map(({ name }) => name)).toEqual(["x_good"]);
  expect(kstatRows(text)).toEqual({ start: text.indexOf("good"), line: 2 });
});

test("a text that ends with its heading has no fields", () => {
  expect(parseKstat("1 1 0x01 0 0 0 0\nname type data", selection(true))).toEqual([]);
});

test.each([
  ["18446744073709551615", false, 2 ** 64],
  ["0", false, 0],
  ["+12", true, 12],
  ["-9223372036854775808", true, -(2 ** 63)],
  ["9223372036854775807", true, 2 ** 63],
  ["00000000000000000000000000001", false, 1],
])("reads %s, signed %s", (text, signed, value) => {
  expect(parseKstatNumber(text, signed, "p", 1)).toBe(value);
});

test.each([
  ["18446744073709551616", false],
  ["-1", false],
  ["+1", false],
  ["9223372036854775808", true],
  ["-9223372036854775809", true],
  ["1.5", true],
  ["0x10", false],
  ["", true],
])("refuses %j, signed %s", (text, signed) => {
  expect(() => parseKstatNumber(text, signed, "p", 1)).toThrow(ParseError);
});

test.each([
  ["without the heading", "9 1 0x01 3\nhits 4 1\n", "zfs/arcstats: it has no line `name type data`"],
  ["that is empty", "", "zfs/arcstats: it has no line `name type data`"],
  [
    "with words for numbers",
    TEXT.replace("8772612", "many"),
    'zfs/arcstats:3: expected a number of 64 bits, found "many"',
  ],
])("refuses a text %s", (_what, text, message) => {
  expect(() => parseKstat(text, selection(true))).toThrow(ParseError);
  expect(() => parseKstat(text, selection(true))).toThrow(message);
});

test("lines are counted on from where the rows start", () => {
  expect(() => parseKstatRows("a 4 1\nb 4 x\n", { start: 0, line: 10 }, selection(true))).toThrow("zfs/arcstats:12:");
});

test("throws nothing but ParseError on any text", () => {
  const check = (text: string): void => {
    try {
      parseKstat(text, selection(true));
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText(TEXT), check));
});
