import { describe, expect, it } from "vitest";
import { buildHistory } from "../../src/compare/series-history.ts";
import type { Consumer } from "../../src/consumers/consumer-break.ts";
import { findBreaks } from "../../src/consumers/find-breaks.ts";
import { pageOf } from "../support/page.ts";

const OLD =
  'node_cpu{cpu="0",mode="idle"} 1\nnode_cpu{cpu="0",mode="user"} 1\nnode_load1 1\n' +
  '# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n';
const NEW = 'node_cpu{mode="user"} 1\n# TYPE h histogram\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n';

const familiesOf = (text: string) => buildHistory([pageOf(text)], () => false).families.values();

const alert = (expression: string, name = "A"): Consumer => ({
  kind: "alert",
  name,
  place: "f",
  expression,
  isTemplate: false,
});
const record = (name: string, expression: string): Consumer => ({ ...alert(expression, name), kind: "recording rule" });
const panel = (expression: string): Consumer => ({ ...alert(expression, "P"), kind: "panel", isTemplate: true });

const find = (...consumers: Consumer[]) => findBreaks(consumers, familiesOf(OLD), familiesOf(NEW));
const reasons = (...consumers: Consumer[]) => find(...consumers).breaks.flatMap((one) => one.reasons);

describe("findBreaks", () => {
  it.each([
    ["a family that is gone", alert("node_load1 > 3"), ["node_load1 is missing"]],
    ["a value that nothing matches", alert('node_cpu{mode="idle"}'), ['nothing matches node_cpu{mode="idle"}']],
    ["a label that is matched", alert('node_cpu{cpu="0"}'), ["node_cpu has no label cpu"]],
    ["a label that is grouped by", alert("sum by (cpu, instance) (node_cpu)"), ["node_cpu has no label cpu"]],
    ["a label that is joined on", alert("node_cpu * on (cpu) node_cpu"), ["node_cpu has no label cpu"]],
    ["a name that a pattern finds", alert('{__name__=~"node_load.*"}'), ["node_load1 is missing"]],
    ["what absent() waits for", alert("absent(node_load1)"), ["node_load1 is missing"]],
    ["a panel with variables", panel('node_load1{job="$job"} offset $o'), ["node_load1 is missing"]],
  ])("finds %s", (_what, consumer, expected) => {
    expect(reasons(consumer)).toEqual(expected);
  });

  it.each([
    ["what is still there", alert('rate(node_cpu{mode="user"}[5m])')],
    ["parts of histograms", alert('histogram_quantile(0.9, h_bucket{le!=""}) + h_sum / h_count')],
    ["labels that the scrape puts on", alert('node_cpu{job="n",mode=~"u.*",instance!="x"}')],
    ["what never was there", alert("mysql_up == 0")],
    ["what the old side did not match either", alert('node_cpu{mode="steal"}')],
    ["a name that a variable gives", panel("rate($metric[5m])")],
    ["a value that a variable gives", panel('node_cpu{mode="$mode"}')],
    ["a label that is taken away anyway", alert("sum without (cpu) (node_cpu)")],
    ["a label that an inner aggregation keeps", alert("sum by (cpu) (sum by (mode) (node_cpu))")],
  ])("lets pass %s", (_what, consumer) => {
    expect(reasons(consumer)).toEqual([]);
  });

  it("goes on from broken rules to who reads them, through any number of them", () => {
    const { breaks } = find(
      alert("c:x > 1"),
      record("b:x", "sum(a:x)"),
      record("c:x", "b:x"),
      record("a:x", "node_load1"),
    );
    expect(breaks.map(({ name, reasons: why }) => [name, why])).toEqual([
      ["A", ["the rule c:x is broken"]],
      ["b:x", ["the rule a:x is broken"]],
      ["c:x", ["the rule b:x is broken"]],
      ["a:x", ["node_load1 is missing"]],
    ]);
  });

  it("puts the expressions of a panel together, and says which it did not understand", () => {
    const { breaks, notes } = find(panel("node_load1"), panel("node_load1 +"), alert("sum(", "B"));
    expect(breaks).toEqual([{ kind: "panel", name: "P", place: "f", reasons: ["node_load1 is missing"] }]);
    expect(notes).toEqual(["Not all of these expressions is PromQL that is understood: panel P, alert B."]);
  });
});
