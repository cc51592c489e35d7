import { describe, expect, it } from "vitest";
import { createIgnoreFilter } from "../../src/compare/ignore-filter.ts";
import { parseIgnoreRules } from "../../src/compare/ignore-rules.ts";
import type { SeriesHistory } from "../../src/compare/series-history.ts";

const filterOf = async (text: string) => createIgnoreFilter(await parseIgnoreRules("i.yml", text));
const series = (name: string, device: string): SeriesHistory => ({
  name,
  labels: [["device", device]],
  kind: "gauge",
  values: [1],
});

describe("createIgnoreFilter", () => {
  it("goes by whole family names, and by kinds where they are given", async () => {
    const filter = await filterOf(
      "ignore:\n  - {reason: all, families: ['go_.*']}\n  - {reason: drift, families: [node_x], differences: [drift]}\n",
    );
    expect(filter.ignoresFamily("go_threads", "missing")).toBe(true);
    expect(filter.ignoresFamily("ago_threads", "missing")).toBe(false);
    expect(filter.ignoresFamily("node_x", "drift")).toBe(true);
    expect(filter.ignoresFamily("node_x", "missing")).toBe(false);
    expect(filter.summary()).toEqual([
      { reason: "all", differences: 1 },
      { reason: "drift", differences: 1 },
    ]);
  });

  it("goes by selectors", async () => {
    const filter = await filterOf(
      'ignore:\n  - reason: r\n    series: [\'node_a{device=~"veth.*"}\', \'{__name__=~"node_b.*",device!="lo"}\']\n',
    );
    expect(filter.ignoresSeries(series("node_a", "veth1"), "missing")).toBe(true);
    expect(filter.ignoresSeries(series("node_a", "eth0"), "missing")).toBe(false);
    expect(filter.ignoresSeries(series("node_b_x", "eth0"), "extra")).toBe(true);
    expect(filter.ignoresSeries(series("node_b_x", "lo"), "extra")).toBe(false);
    expect(filter.ignoresSeries(series("node_c", "veth1"), "drift")).toBe(false);
    expect(filter.summary()).toEqual([{ reason: "r", differences: 2 }]);
  });

  it("takes labels off, in all families or in some", async () => {
    const filter = await filterOf(
      "ignore:\n  - {reason: everywhere, labels: [a]}\n  - {reason: here, labels: ['b.*'], families: [x]}\n  - {reason: idle, labels: [z]}\n",
    );
    expect([filter.ignoresLabel("y", "a"), filter.ignoresLabel("x", "bc"), filter.ignoresLabel("y", "bc")]).toEqual([
      true,
      true,
      false,
    ]);
    expect(filter.summary().map(({ differences }) => differences)).toEqual([1, 1, 0]);
  });
});
