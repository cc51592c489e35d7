import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dashboardConsumers, readDashboards } from "../../src/consumers/read-dashboards.ts";
import { folderWith } from "../support/folder.ts";

const target = (expr: string) => ({ targets: [{ expr }] });

describe("dashboardConsumers", () => {
  it("finds panels at any depth, variables and annotations", () => {
    const dashboard = {
      title: "Nodes",
      panels: [
        { title: "CPU", ...target("rate(a[$__rate_interval])") },
        {
          type: "row",
          panels: [
            { title: "Inner", ...target("b") },
            { id: 7, ...target("c") },
          ],
        },
        { title: "Text" },
      ],
      rows: [{ panels: [{ title: "", ...target("d") }] }],
      templating: {
        list: [
          { name: "job", type: "query", query: "label_values(up, job)" },
          { name: "inst", type: "query", query: { query: 'label_values(e{job="$job"}, instance)' } },
          { name: "all", type: "query", query: "label_values(job)" },
          { name: "ds", type: "datasource", query: "prometheus" },
        ],
      },
      annotations: { list: [{ name: "reboots", expr: "changes(f[5m])" }, { name: "-- Grafana --" }] },
    };
    const rows = dashboardConsumers(dashboard, "n.json").map(({ kind, name, place, expression }) => [
      kind,
      name,
      place,
      expression,
    ]);
    const place = "Nodes (n.json)";
    expect(rows).toEqual([
      ["panel", "CPU", place, "rate(a[$__rate_interval])"],
      ["panel", "Inner", place, "b"],
      ["panel", "panel 7", place, "c"],
      ["panel", "panel without a title", place, "d"],
      ["variable", "job", place, "up"],
      ["variable", "inst", place, 'e{job="$job"}'],
      ["annotation", "reboots", place, "changes(f[5m])"],
    ]);
  });

  it("takes the envelope of the HTTP API, and nothing from what is no dashboard", () => {
    expect(dashboardConsumers({ dashboard: { panels: [{ title: "x", ...target("a") }] } }, "f")).toHaveLength(1);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(Array.isArray(dashboardConsumers(value, "f"))).toBe(true);
      }),
    );
  });
});

describe("readDashboards", () => {
  it("reads all of a folder, and of those in it", async () => {
    const folder = folderWith({
      "a.json": JSON.stringify({ panels: [{ title: "A", ...target("a") }] }),
      "b.txt": "no",
    });
    mkdirSync(join(folder, "..data"));
    writeFileSync(join(folder, "..data", "a.json"), "not looked at");
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "sub", "c.json"), JSON.stringify({ panels: [{ title: "C", ...target("c") }] }));
    expect((await readDashboards(folder)).map(({ name }) => name)).toEqual(["A", "C"]);
  });

  it("refuses a folder without dashboards, one that is not there, and what is no JSON", async () => {
    await expect(readDashboards(folderWith({}))).rejects.toThrow(/no dashboards/);
    await expect(readDashboards("/nonexistent")).rejects.toThrow(/cannot read \/nonexistent/);
    await expect(readDashboards(folderWith({ "a.json": "{" }))).rejects.toThrow(/a\.json: it is no JSON/);
  });
});
