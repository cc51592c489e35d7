import { describe, expect, it } from "vitest";
import type { EffectiveConfiguration } from "../../src/program/effective-configuration.ts";
import { reloadChange, reloadFields } from "../../src/program/reload-change.ts";

const configuration = (given: Partial<EffectiveConfiguration> = {}): EffectiveConfiguration => ({
  program: "p",
  agent: "a",
  version: "1",
  options: [],
  collectors: [],
  families: [],
  series_rules: {},
  ...given,
});

const option = (name: string, value: string | readonly string[]) =>
  ({ name, value, origin: "file", place: "f:1" }) as const;
const family = (name: string, series: number) => ({ name, collector: "c", series });

const FIXED = new Set(["web.max-requests", "log.level"]);

describe("reloadChange", () => {
  const before = configuration({
    options: [
      option("web.max-requests", "40"),
      option("log.level", "info"),
      option("x.list", ["a"]),
      option("same", "1"),
    ],
    collectors: [
      { name: "one", enabled: true, series: 1 },
      { name: "two", enabled: false, series: 0 },
    ],
    families: [family("f_one", 3), family("f_both", 2)],
  });
  const after = configuration({
    options: [
      option("web.max-requests", "5"),
      option("log.level", "warn"),
      option("x.list", ["a", "b"]),
      option("same", "1"),
    ],
    collectors: [
      { name: "one", enabled: false, series: 0 },
      { name: "two", enabled: true, series: 7 },
    ],
    families: [family("f_both", 2), family("f_two", 7)],
    series_rules: { drop: ["x"] },
  });

  it("tells options, collectors, rules, families and series", () => {
    expect(reloadChange(before, after, FIXED)).toEqual({
      options: [
        { name: "web.max-requests", from: "40", to: "5", needsRestart: true },
        { name: "log.level", from: "info", to: "warn", needsRestart: false },
        { name: "x.list", from: "a", to: "a, b", needsRestart: false },
      ],
      collectorsStarted: ["two"],
      collectorsStopped: ["one"],
      seriesRulesChanged: true,
      familiesAdded: ["f_two"],
      familiesRemoved: ["f_one"],
      seriesBefore: 5,
      seriesAfter: 9,
    });
  });

  it("makes fields of what changed now, and of nothing else", () => {
    expect(reloadFields(reloadChange(before, after, FIXED))).toEqual({
      options_changed: "log.level,x.list",
      collectors_started: "two",
      collectors_stopped: "one",
      series_rules: "changed",
      families_added: "f_two",
      families_removed: "f_one",
      series_before: 5,
      series_after: 9,
    });
    const nothing = reloadFields(reloadChange(before, before, FIXED));
    expect(Object.entries(nothing).filter(([, value]) => value !== undefined)).toEqual([
      ["series_before", 5],
      ["series_after", 5],
    ]);
  });

  it("names only so many families in a line", () => {
    const many = configuration({ families: Array.from({ length: 25 }, (_, index) => family(`f${index + 10}`, 1)) });
    expect(reloadFields(reloadChange(configuration(), many, FIXED))["families_added"]).toMatch(
      /^f10,.*f29 and 5 more$/,
    );
  });
});
