import { expect, it } from "vitest";
import { renderText } from "../../src/compare/report-text.ts";
import { COMPARISON, NO_DIFFERENCE } from "../support/comparison.ts";

it("lists differences by collector, what they break, what was ignored, and notes", () => {
  expect(renderText(COMPARISON)).toBe(`OLD  http://old/metrics: 2 families, 3 series, 40 bytes (text, 3 scrapes)
NEW  new|.prom: 2 families, 3 series, 40 bytes (text, 1 scrape)

Families by difference: 2 missing, 1 extra, 1 type, 1 labels, 1 drift; 1 family is the same.

Collector cpu
  - node_cpu_info: missing, 2 series; the collector is off; brought back by --collector.cpu.info
  ~ node_cpu_x: type gauge is now counter
      without label a
      with new label b
      5 series missing: node_cpu_x{cpu="1|\\u001b[2J"}, node_cpu_x{cpu="2|\\u001b[2J"}, node_cpu_x{cpu="3|\\u001b[2J"} and 2 more
      1 value drifts: node_cpu_x 1.235/s is now 2/s

About the program itself
  + go_info: extra, 1 series

Would break, of 7 expressions in rules and dashboards:
  alert Node<Down> (a.yaml, group g): node_cpu_info is missing

Ignored:
  2: meant | so

Note: Values *were* not compared.
`);
});

it("says in two lines that there is nothing", () => {
  expect(renderText(NO_DIFFERENCE)).toContain(
    "\nNo difference; 2 families are the same.\n\nBreaks nothing of 1 expression in rules and dashboards.\n",
  );
});
