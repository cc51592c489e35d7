import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasVariable, replaceVariables, variableExpression } from "../../src/consumers/grafana-variables.ts";
import { parseExpression } from "../../src/consumers/promql-selectors.ts";

describe("replaceVariables", () => {
  it.each([
    ["rate(a[$__rate_interval])", "rate(a[5m])"],
    ["rate(a[${__interval}])", "rate(a[5m])"],
    ["increase(a[[[range]]])", "increase(a[5m])"],
    ["rate(a[$interval:$resolution])", "rate(a[5m:5m])"],
    ["a offset $shift", "a offset 5m"],
    ["a * $__interval_ms / ${__range_s}", "a * 1 / 1"],
    ["topk($n, a)", "topk(__variable__, a)"],
    ["sum by ($group) (a)", "sum by (__variable__) (a)"],
    ['a{job="$job",x=~"${x:regex}"}', 'a{job="$job",x=~"${x:regex}"}'],
    ["a{x=~'\\'$y'} + $z", "a{x=~'\\'$y'} + __variable__"],
    ["a > 5 # $", "a > 5 # $"],
    ["${unclosed", "${unclosed"],
  ])("makes PromQL of %s", (expression, text) => {
    expect(replaceVariables(expression)).toBe(text);
  });

  it("makes what the grammar takes whole", () => {
    const expression = 'sum by ($by) (rate(node_x{job=~"$job"}[$__rate_interval] offset $o)) / $__range_s > $min';
    expect(parseExpression(replaceVariables(expression)).isWhole).toBe(true);
  });

  it("never throws, and leaves texts without variables as they are", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const replaced = replaceVariables(text);
        variableExpression(text);
        if (!/[$[]/.test(text)) {
          expect(replaced).toBe(text);
        }
      }),
    );
  });
});

describe("hasVariable", () => {
  it.each([
    ["$job", true],
    ["a-${b}", true],
    ["[[c]]", true],
    ["^a$", false],
    ["a[b]", false],
    ["", false],
  ])("of %s", (value, has) => {
    expect(hasVariable(value)).toBe(has);
  });
});

describe("variableExpression", () => {
  it.each([
    ['label_values(node_uname_info{job="a,b"}, instance)', 'node_uname_info{job="a,b"}'],
    ["label_values(sum by (x) (a), x)", "sum by (x) (a)"],
    ["label_values(instance)", undefined],
    ["query_result(topk(5, a))", "topk(5, a)"],
    ["metrics(node_.*)", undefined],
    ["label_names()", undefined],
    ["up", "up"],
    ["  ", undefined],
  ])("of %s", (query, expression) => {
    expect(variableExpression(query)).toBe(expression);
  });
});
