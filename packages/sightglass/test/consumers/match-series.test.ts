import { describe, expect, it } from "vitest";
import { buildHistory } from "../../src/compare/series-history.ts";
import { namesOf, pageMatchers, SeriesIndex } from "../../src/consumers/match-series.ts";
import { parseExpression } from "../../src/consumers/promql-selectors.ts";
import { pageOf } from "../support/page.ts";

const index = new SeriesIndex(
  buildHistory([pageOf('a{x="1",y="é"} 1\na{x="2"} 1\nb 1\n')], () => false).families.values(),
);

function select(expression: string) {
  const [selector] = parseExpression(expression).selectors;
  if (selector === undefined) {
    throw new Error("no selector");
  }
  const names = namesOf(selector, index.names);
  return names?.flatMap((name) =>
    index
      .find(name, pageMatchers(selector, index.labelsOf(name)))
      .map(({ labels }) => `${name} ${labels[0]?.[1] ?? ""}`),
  );
}

describe("selectors on a page", () => {
  it.each([
    ["a", ["a 1", "a 2"]],
    ['a{x="1"}', ["a 1"]],
    ['a{x!="1"}', ["a 2"]],
    ['a{x=~"1|3"}', ["a 1"]],
    ['a{x=~"."}', ["a 1", "a 2"]],
    ['a{x!~"1"}', ["a 2"]],
    ['a{y=""}', ["a 2"]],
    ['a{y!=""}', ["a 1"]],
    ['a{y=~".+"}', ["a 1"]],
    ['a{x=~"("}', ["a 1", "a 2"]],
    ['a{job="x",x="1"}', ["a 1"]],
    ['a{x="$x"}', ["a 1", "a 2"]],
    ['{__name__=~"a|b",x=""}', ["b "]],
    ['{__name__!="a"}', ["b "]],
    ['{__name__="$m"}', undefined],
    ['{x="1"}', undefined],
    ["c", []],
  ])("%s finds %j", (expression, found) => {
    expect(select(expression)).toEqual(found);
  });
});
