import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { code, prose, renderMarkdown } from "../../src/compare/report-markdown.ts";
import { COMPARISON, NO_DIFFERENCE } from "../support/comparison.ts";

describe("renderMarkdown", () => {
  it("writes tables by collector", () => {
    const text = renderMarkdown(COMPARISON);
    expect(text).toContain(
      "| Old | `http://old/metrics` | 2 | 3 | 40 | 3 |\n| New | `new\\|.prom` | 2 | 3 | 40 | 1 |\n",
    );
    expect(text).toContain("| Families missing, or series of them | 2 |\n");
    expect(text).toContain(
      "### Collector `cpu`\n\n| Family | Difference | Brought back by, reason |\n| --- | --- | --- |\n" +
        "| `node_cpu_info` | missing, 2 series | `--collector.cpu.info`, the collector is off |\n",
    );
    expect(text).toContain(
      "### About the program itself\n\n| Family | Difference |\n| --- | --- |\n| `go_info` | extra, 1 series |\n",
    );
    expect(text).toContain("| alert | Node\\<Down\\> | a.yaml, group g | node\\_cpu\\_info is missing |\n");
    expect(text).toContain("| 2 | meant \\| so |\n");
    expect(text).toContain("- Values \\*were\\* not compared.\n");
  });

  it("has the same number of cells in each row of a table", () => {
    const cells = (row: string): number => row.replaceAll("\\|", "").split("|").length;
    const tables = renderMarkdown(COMPARISON)
      .split("\n\n")
      .filter((block) => block.startsWith("|"));
    expect(tables.length).toBeGreaterThan(5);
    for (const table of tables) {
      expect(new Set(table.trim().split("\n").map(cells)).size, table).toBe(1);
    }
  });

  it("has no empty sections when there is nothing", () => {
    const text = renderMarkdown(NO_DIFFERENCE);
    expect(text).toContain("None of 1 expressions breaks.");
    expect(text).not.toMatch(/Ignored|Notes|###/);
  });
});

describe("code and prose", () => {
  it("keep any text within its cell", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const written of [code(text), prose(text)]) {
          expect(written).not.toMatch(/[\n\r]|(?<!\\)\|/);
        }
      }),
    );
  });
});
