import { ParseError } from "@sightglass/metrics-registry";
import { assert, property, string } from "fast-check";
import { expect, test } from "vitest";
import { parseZpoolIo } from "../../src/procfs/zpool-io.ts";
import { mutatedText } from "../support/mutated-text.ts";

const TEXT = [
  "16 3 0x00 1 80 79568650431241 395832279341621",
  "nread    nwritten reads    writes   wtime    wlentime wupdate  rtime    rlentime rupdate  wcnt     rcnt    ",
  "2826240  2680501248 33       33       9673715628 6472105124093 110734831833266 9829091640 6472105124093 0        0        1       ",
  "",
].join("\n");

const parse = (text: string) => parseZpoolIo(text, "zfs/tank/io", (column) => `x_${column}`);

test("a number for each column, and where it stands", () => {
  const fields = parse(TEXT);
  expect(fields.map(({ name, value }) => `${name} ${value}`)).toEqual([
    "x_nread 2826240",
    "x_nwritten 2680501248",
    "x_reads 33",
    "x_writes 33",
    "x_wtime 9673715628",
    "x_wlentime 6472105124093",
    "x_wupdate 110734831833266",
    "x_rtime 9829091640",
    "x_rlentime 6472105124093",
    "x_rupdate 0",
    "x_wcnt 0",
    "x_rcnt 1",
  ]);
  for (const { value, at } of fields) expect(TEXT.slice(at)).toMatch(new RegExp(`^${value}\\b`));
  expect(fields.map(({ at }) => at)).toEqual(fields.map(({ at }) => at).toSorted((a, b) => a - b));
});

test("a later release's columns are taken too", () => {
  const text = TEXT.replace("rcnt    \n", "rcnt     extra   \n").replace("1       \n", "1        9       \n");
  expect(parse(text).at(-1)).toMatchObject({ name: "x_extra", value: 9 });
});

test.each([
  ["without its heading", TEXT.replace("nread", "read")],
  ["with fewer columns", TEXT.replace("rcnt", "")],
  ["cut behind the heading", TEXT.slice(0, TEXT.indexOf("2826240"))],
  ["that is empty", ""],
])("nothing of a text %s", (_what, text) => {
  expect(parse(text)).toEqual([]);
});

test.each([
  ["a missing column", TEXT.replace("0        1       \n", "0       \n"), "zfs/tank/io:3: no number for rcnt"],
  ["an empty row", TEXT.replace(/2826240.*\n/, "\n"), "zfs/tank/io:3: no number for nread"],
  ["a word for a number", TEXT.replace("2826240", "lots"), "zfs/tank/io:3: expected a number"],
  ["a negative number", TEXT.replace("2826240", "-1"), "zfs/tank/io:3: expected a number"],
])("refuses %s", (_what, text, message) => {
  expect(() => parse(text)).toThrow(message);
});

test("throws nothing but ParseError on any text", () => {
  const check = (text: string): void => {
    try {
      parse(text);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
    }
  };
  assert(property(string({ unit: "binary" }), check));
  assert(property(mutatedText(TEXT), check));
});
