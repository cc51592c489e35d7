import { expect, test } from "vitest";
import { ParseError } from "../../src/errors.ts";
import { parseExposition } from "../../src/exposition/parse.ts";

test("bytes that are no UTF-8", () => {
  const bytes = Buffer.from([0x61, 0x20, 0xff, 0x0a]);
  expect(() => parseExposition(bytes, { format: "text", source: "f" })).toThrow(
    new ParseError("f", 0, "invalid UTF-8"),
  );
  expect(parseExposition(Buffer.from('a{b="ü"} 1\n'), { format: "text" })).toEqual([
    { name: "a", type: "unknown", points: [{ labels: [["b", "ü"]], value: 1 }] },
  ]);
});

test("tolerant: a bad line costs that line only and is reported", () => {
  const errors: string[] = [];
  const onError = (error: ParseError): void => void errors.push(error.message);
  const families = parseExposition("a 1\nb\n# TYPE a gauge\nc 3\nd 4", { format: "text", source: "f", onError });
  expect(families.map(({ name }) => name)).toEqual(["a", "c"]);
  expect(errors).toEqual([
    'f:2: expected a number as value, found ""',
    'f:3: second TYPE line for "a", or TYPE after samples',
    "f:5: the last line is not ended by a line feed",
  ]);
});

test("tolerant: a text of bad lines only is given up", () => {
  for (const format of ["text", "openmetrics"] as const) {
    const errors: string[] = [];
    const text = `${"?\n".repeat(5000)}a 1\n`;
    const families = parseExposition(text, {
      format,
      source: "f",
      onError: ({ message }) => void errors.push(message),
    });
    expect(families).toEqual([]);
    expect(errors).toHaveLength(1001);
    expect(errors.at(-1)).toBe("f:1000: too many bad lines, the rest is not read");
  }
});
