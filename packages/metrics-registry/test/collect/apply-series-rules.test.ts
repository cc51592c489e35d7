import { describe, expect, it } from "vitest";
import { applySeriesRules, plainFamily } from "../../src/collect/apply-series-rules.ts";
import type { SeriesRules } from "../../src/collect/series-rules.ts";
import { collectFamily } from "../../src/collected.ts";
import { defineCollector } from "../../src/collector.ts";
import { parseExposition, TEXT_0_0_4, writeExposition } from "../../src/exposition/index.ts";
import { createRegistry } from "../../src/registry.ts";

const PAGE = `# HELP a Help.
# TYPE a gauge
a{x="1",y="k"} 1
a{x="2",y="k"} 2
a{x="3",y="l"} NaN
# TYPE b counter
b 5
# TYPE c untyped
c{x="1"} 1
c{y="2"} 2
c{x="3"} 3
# TYPE d gauge
d{x="1"} 1 1700000000000
d{x="2"} 2 1700000000000
# TYPE h histogram
h_bucket{x="1",le="1"} 1
h_bucket{x="1",le="+Inf"} 2
h_sum{x="1"} 3
h_count{x="1"} 2
h_bucket{x="2",le="1"} 4
h_bucket{x="2",le="+Inf"} 5
h_sum{x="2"} 6
h_count{x="2"} 5
# TYPE s summary
s{x="1",quantile="0.5"} 1
s_sum{x="1"} 2
s_count{x="1"} 3
`;

const families = parseExposition(PAGE, { format: "text" });
const pattern = (source: string) => ({ source, test: (text: string) => new RegExp(`^(?:${source})$`).test(text) });
const apply = (rules: SeriesRules, exempt?: ReadonlySet<string>) => {
  const { families: left, dropped } = applySeriesRules(families, rules, exempt);
  return { page: writeExposition(left, TEXT_0_0_4).toString(), dropped: Object.fromEntries(dropped) };
};

describe("applySeriesRules", () => {
  it("leaves a page as it is without rules", () => {
    expect(apply({})).toEqual({ page: PAGE, dropped: {} });
  });

  it("keeps and drops whole families, but for those that rules do not reach", () => {
    const rules = { keepFamilies: [pattern("[abh]")], dropFamilies: [pattern("h")] };
    const { page, dropped } = apply(rules);
    expect(page.match(/^# TYPE \w+/gm)).toEqual(["# TYPE a", "# TYPE b"]);
    expect(dropped).toEqual({ rule_drop: 8 });
    expect(apply(rules, new Set(["s"])).page).toMatch(/# TYPE b counter\nb 5\n# TYPE s summary\n/);
  });

  it("takes labels off and keeps the first of what becomes equal, whatever the family", () => {
    const { page, dropped } = apply({ dropLabels: new Set(["x"]) });
    expect(page).toContain('a{y="k"} 1\na{y="l"} NaN\n');
    expect(page).toContain("h_count 2\n");
    expect(page).not.toContain("h_count 5");
    expect(page).not.toMatch(/[{,]x="/);
    expect(dropped["rule_drop"]).toBeGreaterThanOrEqual(2);
  });

  it("caps series", () => {
    const { page, dropped } = apply({ maxSeriesPerFamily: 1 });
    expect(page.match(/^a\{/gm)).toHaveLength(1);
    expect(page.match(/^c\{/gm)).toHaveLength(1);
    expect(page.match(/^h_count/gm)).toHaveLength(1);
    expect(dropped).toEqual({ rule_cap: 2 + 2 + 1 + 1 });
  });

  it.each<[string, SeriesRules]>([
    ["keep", { keepFamilies: [pattern("a|h")] }],
    ["drop", { dropFamilies: [pattern("a")] }],
    ["drop labels", { dropLabels: new Set(["x"]) }],
    ["drop labels, then cap", { dropLabels: new Set(["x"]), maxSeriesPerFamily: 1 }],
    ["cap", { maxSeriesPerFamily: 2 }],
  ])("agrees with a registry under the same rules: %s", async (_name, rules) => {
    const own = families.filter(({ name }) => name === "a" || name === "h");
    const samples = (name: string) => (_data: unknown, emit: (value: never, ...labels: string[]) => void) => {
      for (const point of own.find((family) => family.name === name)?.points ?? []) {
        emit(("value" in point ? point.value : point) as never, ...point.labels.map(([, value]) => value));
      }
    };
    const definition = defineCollector({
      name: "own",
      help: "The same.",
      enabledByDefault: true,
      read: () => 0,
      families: (family) => [
        family({ name: "a", type: "gauge", labels: ["x", "y"], help: "Help.", samples: samples("a") }),
        family.histogram({ name: "h", labels: ["x"], help: "", samples: samples("h") }),
      ],
    });
    const registry = createRegistry({
      collectors: [{ definition, options: {} }],
      source: undefined,
      health: { success: "z_success", duration: "z_duration_seconds", status: "z_status" },
      rules,
    });
    const collected = (await registry.collect({ deadlineMs: 1000 }))
      .families()
      .filter(({ name }) => /^[ah]$/.test(name));
    const expected = writeExposition(collected, TEXT_0_0_4).toString().replace("# HELP h \n", "");
    expect(writeExposition(applySeriesRules(own, rules).families, TEXT_0_0_4).toString()).toBe(expected);
  });
});

describe("plainFamily", () => {
  it("undoes what collecting does", () => {
    for (const family of families) {
      expect(plainFamily(collectFamily(family))).toMatchObject(family);
    }
  });
});
