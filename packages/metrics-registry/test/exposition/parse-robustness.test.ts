import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import { collectFamily } from "../../src/collected.ts";
import { ParseError } from "../../src/errors.ts";
import { parseExposition } from "../../src/exposition/parse.ts";
import { writeOpenMetrics } from "../../src/exposition/write-openmetrics.ts";
import { writeText } from "../../src/exposition/write-text.ts";
import { families } from "./arbitrary-families.ts";

// Everything here computes; on a machine that has other work too, that takes a multiple of its seconds.
vi.setConfig({ testTimeout: 180_000 });

const FORMATS = ["text", "openmetrics"] as const;

/** Parses strictly and tolerantly in both formats; whatever else than ParseError is thrown fails the test. */
function survives(input: string | Uint8Array): void {
  for (const format of FORMATS) {
    let thrown: unknown;
    try {
      parseExposition(input, { format });
    } catch (error) {
      thrown = error;
    }
    if (thrown !== undefined) expect(thrown).toBeInstanceOf(ParseError);
    const reported: ParseError[] = [];
    try {
      parseExposition(input, { format, onError: (error) => void reported.push(error) });
      expect(reported.length > 0).toBe(thrown !== undefined);
    } catch (error) {
      expect(error).toBeInstanceOf(ParseError);
      expect((error as ParseError).message).toMatch(/invalid UTF-(8|16)/);
    }
    expect(reported.filter(({ message }) => message.length >= 200)).toEqual([]);
  }
}

const runs = { numRuns: 200 };

test("arbitrary bytes", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), survives), runs);
});

test("arbitrary strings, lone surrogates among them", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)) }), survives),
    runs,
  );
});

test("lines made of the formats' own pieces", () => {
  const piece = fc.constantFrom(
    "# TYPE ",
    "# HELP ",
    "# UNIT ",
    "# EOF",
    "a",
    "a_total",
    "h_bucket",
    "h",
    "{",
    "}",
    '{le="1"}',
    '{quantile="0.5"}',
    '"',
    "\\",
    "=",
    ",",
    " ",
    "\t",
    "\n",
    "1",
    "-1",
    "NaN",
    "1e999",
    " # {} 1",
    "histogram",
    "summary",
    "counter",
    "__proto__",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => survives(pieces.join(""))),
    runs,
  );
});

test("valid pages with bytes changed, cut out and doubled", () => {
  const mutation = fc.record({ at: fc.nat(), length: fc.nat({ max: 8 }), insert: fc.uint8Array({ maxLength: 3 }) });
  fc.assert(
    fc.property(families, fc.array(mutation, { minLength: 1, maxLength: 4 }), (given, mutations) => {
      for (const write of [writeText, writeOpenMetrics]) {
        let page = write(given.map(collectFamily), "allow-utf-8");
        for (const { at, length, insert } of mutations) {
          const start = at % (page.length + 1);
          page = Buffer.concat([page.subarray(0, start), insert, page.subarray(start + length)]);
        }
        survives(page);
      }
    }),
    { numRuns: 60 },
  );
});

const SIZE = 100_000;
const repeat = (text: string): string => text.repeat(Math.ceil(SIZE / text.length)).slice(0, SIZE);
const numbered = (line: (index: number) => string): string => {
  let text = "";
  for (let index = 0; text.length < SIZE; index += 1) text += line(index);
  return text;
};

test.each([
  ["opening braces", repeat("{")],
  ["nested quotes", `a{b="${repeat('\\"')}`],
  ["backslashes", `a{b="${repeat("\\")}`],
  ["backslashes in help", `# HELP a ${repeat("\\\\")}\n`],
  ["quotes", repeat('"')],
  ["digits", `a ${repeat("1")}x\n`],
  ["digits as timestamp", `a 1 ${repeat("9")}\n`],
  ["blanks", `a${repeat(" ")}x\n`],
  ["one long name", `${repeat("a")}\n`],
  ["unclosed labels on every line", repeat('a{b="\n')],
  ["line feeds", repeat("\n")],
  ["bad lines", repeat("?\n")],
  ["many labels", `a{${numbered((index) => `l${index}="",`)}} 1\n`],
  ["one label many times", `a{${repeat('l="",')}} 1\n`],
  ["many families", numbered((index) => `a${index} 1\n`)],
  ["many types", numbered((index) => `# TYPE a${index} histogram\n`)],
  ["many histograms", `# TYPE h histogram\n${numbered((index) => `h_count{a="${index}"} 1\n`)}`],
  ["one histogram with many buckets", `# TYPE h histogram\n${numbered((index) => `h_bucket{le="${index}"} 1\n`)}`],
  ["suffixes upon suffixes", repeat("a_sum_count_bucket 1\n")],
  ["exemplars", `# TYPE c counter\n${repeat('c_total 1 # {a="b"} 1\n')}`],
])("100 KB of %s take no longer than their length warrants", (_what, text) => {
  const start = process.cpuUsage();
  survives(text);
  const { user } = process.cpuUsage(start);
  // Four passes, up to 100,000 errors each: less than 1 s. Anything quadratic takes minutes.
  expect(user / 1e6).toBeLessThan(20);
});
