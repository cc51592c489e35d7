import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExpression, unquote } from "../../src/consumers/promql-selectors.ts";

const shown = (expression: string) =>
  parseExpression(expression).selectors.map(({ matchers, usedLabels }) => [
    matchers.map(({ label, operator, value }) => `${label}${operator}${value}`).join(","),
    usedLabels.join(","),
  ]);

describe("parseExpression", () => {
  it.each<[string, string[][]]>([
    ["up", [["__name__=up", ""]]],
    [`up{job="n",x!="1",y=~'a|b',z!~\`c.\`}`, [["__name__=up,job=n,x!=1,y=~a|b,z!~c.", ""]]],
    ['{__name__=~"node_.*",job="n"}', [["__name__=~node_.*,job=n", ""]]],
    ['{"a.b","x.y"="1"}', [["__name__=a.b,x.y=1", ""]]],
    [
      "sum by (cpu, mode) (rate(a[5m])) / on (instance) group_left (nodename) b > 3",
      [
        ["__name__=a", "cpu,mode"],
        ["__name__=b", "instance"],
      ],
    ],
    ["sum without (device) (a)", [["__name__=a", ""]]],
    [
      "max(a offset 5m) or b[5m:1m] and absent(c @ end())",
      [
        ["__name__=a", ""],
        ["__name__=b", ""],
        ["__name__=c", ""],
      ],
    ],
    ['label_replace(a, "x", "$1", "y", "(.*)")', [["__name__=a", ""]]],
    ["1 + time()", []],
    ["sum(a) by (x)", [["__name__=a", "x"]]],
  ])("reads the selectors of %s", (expression, selectors) => {
    expect(parseExpression(expression).isWhole).toBe(true);
    expect(shown(expression)).toEqual(selectors);
  });

  it.each(["a +", "sum(", "rate(a[5m]", "{", "a b c"])("says that it does not understand all of %s", (expression) => {
    expect(parseExpression(expression).isWhole).toBe(false);
  });

  it("never throws", () => {
    const pieces = fc.constantFrom("sum", "by", "(", ")", "{", "}", "a", '"', "[5m]", "=~", ",", "\\", "offset", " ");
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(pieces).map((list) => list.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        parseExpression(text);
      }),
    );
  });
});

describe("unquote", () => {
  it.each([
    [String.raw`"a\"b\\c\n"`, 'a"b\\c\n'],
    [String.raw`'\x41\u00e9'`, "Aé"],
    ["`a\\n`", "a\\n"],
    [String.raw`"\d+"`, String.raw`\d+`],
  ])("of %s", (literal, text) => {
    expect(unquote(literal)).toBe(text);
  });
});
