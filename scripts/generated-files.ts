import { readFileSync } from "node:fs";
import { join } from "node:path";
import { renderFlagReference } from "@sightglass/exporter-kit";
import { collectors as nodeCollectors } from "../packages/node-exporter/src/collectors/index.ts";
import { nodeExporter } from "../packages/node-exporter/src/program.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { renderApiReport } from "./render-api-report.ts";
import { renderMetricReference } from "./render-metric-reference.ts";

/** Root of the workspace. */
export const ROOT: string = join(import.meta.dirname, "..");

/** One report for each entry point that a package's `exports` name. */
function apiReports(name: string): readonly GeneratedFile[] {
  const folder = join(ROOT, "packages", name);
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, { readonly types: string }>>;
  };
  return Object.entries(exports).map(([entry, { types }]) => ({
    path: `packages/${name}/etc/${entry === "." ? name : `${name}-${entry.slice(2).replaceAll("/", "-")}`}.api.md`,
    group: "api",
    render: () => renderApiReport({ folder, declarations: types }),
  }));
}

/** Every generated file; a new one is a line here. */
export const GENERATED_FILES: readonly GeneratedFile[] = [
  {
    path: "docs/metrics/node-exporter.md",
    group: "docs",
    render: () => renderMetricReference({ name: "node-exporter", collectors: nodeCollectors }),
  },
  {
    path: "docs/flags/node-exporter.md",
    group: "docs",
    render: () => renderFlagReference(nodeExporter),
  },
  ...apiReports("metrics-registry"),
  ...apiReports("exporter-kit"),
];
