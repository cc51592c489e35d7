import { expect, it } from "vitest";
import { buildSeriesRules } from "../../src/config/build-series-rules.ts";
import { UsageError } from "../../src/flags/usage-error.ts";

it("makes no rule of nothing", () => {
  expect(buildSeriesRules({ keep: [], drop: [], dropLabels: [] })).toEqual({});
});

it("matches whole names", () => {
  const rules = buildSeriesRules({ keep: ["node_.*"], drop: ["node_load"], dropLabels: ["a"], cap: 5 });
  expect(rules).toMatchObject({ dropLabels: new Set(["a"]), maxSeriesPerFamily: 5 });
  expect([rules.keepFamilies?.[0]?.test("node_x"), rules.dropFamilies?.[0]?.test("node_load1")]).toEqual([true, false]);
});

it("refuses what RE2 refuses", () => {
  const build = () => buildSeriesRules({ keep: [], drop: ["(?=a)"], dropLabels: [] });
  expect(build).toThrow(UsageError);
  expect(build).toThrow(/^invalid pattern "\(\?=a\)" in drop: /);
});
