import { describe, expect, it } from "vitest";
import type { SeriesCost } from "@sightglass/metrics-registry";
import { createPreview } from "../../src/preview/preview.ts";
import { renderPreviewJson, renderPreviewText } from "../../src/preview/report.ts";

const family = (name: string, series: number, bytes: number) => ({ name, type: "gauge", series, bytes }) as const;

const NOW: SeriesCost = {
  series: 12,
  bytes: 90,
  families: [family("many", 10, 20), family("large\u001b", 1, 60), family("also", 1, 10)],
  labels: [{ name: "l", series: 10, values: 3, bytes: 50 }],
};

const AFTER: SeriesCost = { series: 10, bytes: 20, families: [family("many", 10, 20)], labels: [] };

const parts = { name: "page", now: NOW, after: undefined, dropped: new Map(), sort: "series" } as const;

describe("createPreview", () => {
  it.each([
    ["series", ["many", "also", "large\u001b"]],
    ["bytes", ["large\u001b", "many", "also"]],
    ["name", ["also", "large\u001b", "many"]],
  ] as const)("sorts by %s", (sort, names) => {
    expect(createPreview({ ...parts, sort }).families.map(({ name }) => name)).toEqual(names);
  });

  it("has no amounts after rules that nobody proposed, and zeros for what rules leave nothing of", () => {
    expect(createPreview(parts).families[0]?.series).toEqual({ now: 10 });
    const { families, labels } = createPreview({ ...parts, after: AFTER });
    expect(families.map(({ series }) => series.after)).toEqual([10, 0, 0]);
    expect(labels[0]).toMatchObject({ series: { after: 0 }, values: { after: 0 }, bytes: { after: 0 } });
  });
});

describe("reports", () => {
  it("writes tables that no name can break", () => {
    const preview = createPreview({ ...parts, after: AFTER, dropped: new Map([["rule_cap", 2]]) });
    expect(renderPreviewText(preview, 0)).toBe(
      [
        "page",
        "Series: 12 -> 10, 16.7 % less",
        "Bytes: 90 -> 20, 77.8 % less",
        "Left out: 2 rule_cap",
        "",
        "FAMILY       SERIES    BYTES",
        "many             10       20",
        "also         1 -> 0  10 -> 0",
        String.raw`large\u001b  1 -> 0  60 -> 0`,
        "",
        "LABEL   SERIES  VALUES    BYTES",
        "l      10 -> 0  3 -> 0  50 -> 0",
        "",
      ].join("\n"),
    );
    expect(JSON.parse(renderPreviewJson(preview))).toEqual(preview);
  });
});
