import { expect, it } from "vitest";
import { renderCheckText, type CheckReport } from "../../src/check/report.ts";

const REPORT: CheckReport = {
  file: "a.yml",
  configuration: {
    program: "p",
    agent: "node",
    version: "1",
    options: [
      { name: "a", value: "1", origin: "file", place: "a (a.yml:1)" },
      { name: "longer", value: ["x", "y\u001b"], origin: "flag", place: "--longer" },
      { name: "c", value: "", origin: "default", place: "" },
    ],
    collectors: [{ name: "one", enabled: true, series: 0 }],
    families: [],
    series_rules: { max_series_per_family: 5, keep: ["a", "b"] },
  },
  warnings: [{ message: "Flag has a new name", fields: { flag: "--old" } }],
};

it("writes what comes of a file, safe for a terminal", () => {
  expect(renderCheckText(REPORT, false)).toBe(
    [
      "a.yml: right for the agent node 1",
      "Warning: Flag has a new name: flag --old",
      "",
      "Options:",
      "  a       1  (from a (a.yml:1))",
      String.raw`  longer  x, y\u001b  (from --longer)`,
      "Collectors on (1): one",
      "Collectors off (0): none",
      "Series rules:",
      "  max_series_per_family: 5",
      "  keep: a, b",
      "",
    ].join("\n"),
  );
  expect(renderCheckText(REPORT, true)).toContain('  c       ""  (default)\n');
});

it("cuts long lists of what changes, and says what was estimated", () => {
  const change = {
    options: [],
    collectorsStarted: [],
    collectorsStopped: [],
    seriesRulesChanged: true,
    familiesAdded: Array.from({ length: 22 }, (_, index) => `f${index}`),
    familiesRemoved: [],
    seriesBefore: 1,
    seriesAfter: 23,
  };
  const text = renderCheckText({ ...REPORT, change, estimated: ["one"] }, false);
  expect(text).toMatch(
    /\nA reload would change:\n {2}series_rules: changed\n {2}families added \(22\): f0, .*f19 and 2 more\n/,
  );
  expect(text).toMatch(/ {2}series: 1 -> 23\n {2}Estimated by running them on this machine: one\n$/);
});
