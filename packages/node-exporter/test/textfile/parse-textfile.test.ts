import { assert, property, uint8Array } from "fast-check";
import { expect, test } from "vitest";
import { ParseError } from "@sightglass/metrics-registry";
import { parseTextfile, type ParsedTextfile } from "../../src/textfile/parse-textfile.ts";

const parse = (text: string): ParsedTextfile => parseTextfile(Buffer.from(text), "x.prom");
const names = ({ families }: ParsedTextfile): string[] => families.map(({ name }) => name);
const faults = ({ badLines }: ParsedTextfile): string[] => badLines.map(({ message }) => message);

test.each([
  ["empty", "", [], []],
  ["good", "# TYPE a gauge\na 1\n", ["a"], []],
  ["no value", "a\nb 1\n", ["b"], ['x.prom:1: expected a number as value, found ""']],
  ["open label", 'a{b="c 1\nb 1\n', ["b"], ["x.prom:1: quoted string is not closed on its line"]],
  ["unknown type", "# TYPE a florp\na 1\n", ["a"], ['x.prom:1: unknown metric type "florp"']],
  ["truncated", "a 1\nb 12", ["a"], ["x.prom:2: the last line is not ended by a line feed"]],
  [
    "second TYPE",
    "# TYPE a gauge\n# TYPE a counter\na 1\n",
    ["a"],
    ['x.prom:2: second TYPE line for "a", or TYPE after samples'],
  ],
])("%s", (_what, text, wanted, wantedFaults) => {
  const parsed = parse(text);
  expect(names(parsed)).toEqual(wanted);
  expect(faults(parsed)).toEqual(wantedFaults);
});

test("a line that is no UTF-8 costs itself, and the lines after it keep their numbers", () => {
  const bytes = Buffer.concat([
    Buffer.from("a 1\n"),
    Buffer.from([0x62, 0x7b, 0x63, 0x3d, 0x22, 0xff, 0x22, 0x7d, 0x20, 0x31, 0x0a]),
    Buffer.from('d{e="\u00fc"} 2\nbad\n'),
  ]);
  const parsed = parseTextfile(bytes, "x.prom");
  expect(names(parsed)).toEqual(["a", "d"]);
  expect(parsed.families[1]?.points[0]?.labels).toEqual([["e", "\u00fc"]]);
  expect(faults(parsed)).toEqual(["x.prom:2: invalid UTF-8", 'x.prom:4: expected a number as value, found ""']);
});

test("a timestamp refuses the file", () => {
  expect(() => parse("a 1\nb 2 1395066363000\n")).toThrow(
    new ParseError("x.prom", 0, "b has a timestamp, which a textfile must not have"),
  );
});

test("throws nothing but ParseError, on any bytes", () => {
  assert(
    property(uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        const { badLines } = parseTextfile(bytes, "x.prom");
        expect(badLines.every((error) => error instanceof ParseError)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(ParseError);
      }
    }),
  );
});
