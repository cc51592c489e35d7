import type { FamilyDescription } from "@sightglass/metrics-registry";
import { describe, expect, test } from "vitest";
import { familiesTable } from "../../src/landing/families-table.ts";

const family = (name: string, settings: Partial<FamilyDescription> = {}): FamilyDescription => ({
  name,
  type: "gauge",
  help: "Help.",
  labels: [],
  collector: "cpu",
  series: 1,
  ...settings,
});

const rows = (families: readonly FamilyDescription[]): readonly string[] =>
  familiesTable(families).markup.split("<tr").slice(2);

describe("familiesTable", () => {
  test("shows type, help, labels, collector and series, sorted by name", () => {
    const [first = "", second = ""] = rows([
      family("node_b", { type: "counter", labels: ["device", "mode"], help: "B & more.", series: 4321 }),
      family("node_a", { collector: "" }),
    ]);
    expect(first).toContain("node_a");
    expect(first).toContain(">none<");
    expect(first).toContain("built in");
    for (const part of ["node_b", ">counter<", "<code>device</code>", "<code>mode</code>", "B &amp; more.", "4,321"]) {
      expect(second).toContain(part);
    }
  });

  test("rows, labels and texts are bounded, and what is left out is told", () => {
    const many = Array.from({ length: 5003 }, (_, index) => family(`m_${index}`));
    expect(rows(many)).toHaveLength(5000);
    expect(familiesTable(many).markup).toContain("3 more are not");
    const [row = ""] = rows([
      family("n".repeat(10_000), {
        help: "h".repeat(100_000),
        labels: Array.from({ length: 100 }, () => "l".repeat(1000)),
      }),
    ]);
    expect(row).toContain("and 68 more");
    expect(row.length).toBeLessThan(10_000);
  });

  test("the search field stays hidden until a script shows it, and has a label", () => {
    const { markup } = familiesTable([]);
    expect(markup).toMatch(/<div class="search" id="search" hidden>/);
    expect(markup).toContain('<label for="query">');
  });
});
